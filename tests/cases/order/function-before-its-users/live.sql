create table public.t (id integer primary key, price numeric);
