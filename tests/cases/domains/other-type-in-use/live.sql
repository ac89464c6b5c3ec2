create domain public.code as varchar(3) check (value <> '');
create table public.item (id integer primary key, code public.code default 'x');
create view public.codes as select code from public.item;
