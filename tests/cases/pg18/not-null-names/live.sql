create table public.t (a integer constraint old not null, b integer not null, c integer);
