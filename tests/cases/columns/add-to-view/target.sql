create table public.t (a integer, b integer);
create view public.v as select a, b from public.t;
