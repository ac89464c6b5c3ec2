create table public.t (a integer, b integer);
create view public.v as select b, a from public.t;
