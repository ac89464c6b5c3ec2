create function public.f(a integer) returns integer language sql as 'select a';
create table public.t (a integer default public.f(1));
