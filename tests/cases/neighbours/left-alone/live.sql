create table public.ours (id integer);
