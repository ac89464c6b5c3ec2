create type public.mood as enum ('happy', 'sad');
create table public.t (m public.mood);
