create table public.t (a integer, b integer);
create function public.f(t public.t) returns integer language sql as 'select t.a + t.b';
create view public.v as select public.f(t) from public.t;
