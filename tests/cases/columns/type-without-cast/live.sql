create table public.t (a bigint, b integer, c integer[]);
