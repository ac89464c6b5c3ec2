create table public.t (a integer);
create view public.m as select a from public.t;
create materialized view public.v as select a from public.t;
