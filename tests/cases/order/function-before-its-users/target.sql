create function public.valid(n numeric) returns boolean language sql immutable as 'select n > 0';
create function public.twice(n numeric) returns numeric language sql immutable as 'select n * 2';
create table public.t (id integer primary key, price numeric default public.twice(1) check (public.valid(price)), double numeric generated always as (public.twice(price)) stored);
create index t_twice on public.t (public.twice(price));
