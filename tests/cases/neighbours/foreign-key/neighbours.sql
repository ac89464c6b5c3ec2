create table public.theirs (id integer primary key, name text);
