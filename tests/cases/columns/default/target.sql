create table public.t (id integer primary key, a text default 'y', b text default now()::text, c integer);
