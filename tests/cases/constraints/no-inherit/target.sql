create table public.t (a integer, constraint c check (a > 0) no inherit);
