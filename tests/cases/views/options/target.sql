create table public.t (a integer);
create view public.v with (security_invoker) as select a from public.t;
create view public.w as select a from public.t;
create view public.x as select a from public.t where a > 0 with local check option;
