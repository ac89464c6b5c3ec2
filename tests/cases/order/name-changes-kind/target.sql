create table public.x (a integer);
