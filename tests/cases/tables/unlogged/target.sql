create unlogged table public.t (id integer primary key);
