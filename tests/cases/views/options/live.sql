create table public.t (a integer);
create view public.v as select a from public.t;
create view public.w with (security_barrier) as select a from public.t;
create view public.x as select a from public.t where a > 0;
