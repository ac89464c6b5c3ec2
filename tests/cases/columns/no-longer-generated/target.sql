create table public.t (a integer, b integer);
