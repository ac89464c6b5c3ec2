create table public.p (id integer primary key, code text);
create table public.t (id integer, code text, n integer);
