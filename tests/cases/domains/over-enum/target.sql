create type public.mood as enum ('sad', 'happy');
create domain public.good as public.mood check (value <> 'sad');
create table public.t (m public.good);
