create table public.ours (id integer, name text);
