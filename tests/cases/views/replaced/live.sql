create table public.t (a integer, b integer);
create view public.v as select a from public.t;
create view public.w as select a from public.v;
