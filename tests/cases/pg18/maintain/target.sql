create table public.t (id integer);
grant maintain on public.t to anna;
