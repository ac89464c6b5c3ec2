create function public.f(a integer) returns bigint language sql immutable as 'select a::bigint';
create table public.t (a integer default public.f(1), check (public.f(a) > 0));
create view public.v as select public.f(a) as f from public.t;
create index t_f on public.t (public.f(a));
grant execute on function public.f(integer) to anna;
revoke execute on function public.f(integer) from public;
