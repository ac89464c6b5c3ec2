create table public.t (id integer primary key) with (fillfactor = 80);
