create type public.code as enum ('x', 'y');
create table public.item (id integer primary key, code public.code default 'y');
create view public.codes as select code from public.item;
