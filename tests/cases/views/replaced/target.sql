create table public.t (a integer, b integer);
create view public.v as select a, b from public.t where b > 0;
create view public.w as select a from public.v;
