create table public.t (id integer, at integer not null);
