create table public.t (id integer primary key, a text default 'x', b text, c integer default 1);
