create type public.state as enum ('pending', 'paid');
create table public.orders (id integer primary key, status public.state default 'pending', old public.state[]);
create view public.v as select status from public.orders;
create function public.f(s public.state) returns public.state language sql as 'select s';
