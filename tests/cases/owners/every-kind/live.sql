create table public.t (a integer);
create view public.v as select 1 as a;
create sequence public.s;
create function public.f(a integer) returns integer language sql as 'select 1';
create type public.e as enum ('a');
create domain public.d as integer;
grant select on public.t to bob;
