create type public.mood as enum ('sad', 'ok', 'happy');
create table public.t (m public.mood);
