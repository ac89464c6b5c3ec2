create type public.mood as enum ('worst', 'sad', 'ok', 'happy', 'best');
create table public.t (m public.mood default 'ok');
