create table public.t (a bigint);
