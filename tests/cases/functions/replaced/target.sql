create function public.f(a integer) returns integer language sql immutable parallel safe cost 5 set search_path to public as 'select a + 1';
create table public.t (a integer default public.f(1));
