create table public.t (a integer);
create materialized view public.m as select a from public.t;
create view public.v as select a from public.t;
