create table public.t (a integer);
create view public.v as select a from public.t;
