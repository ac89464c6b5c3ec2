create type public.mood as enum ('sad', 'happy');
create table public.t (m public.mood default 'sad');
create view public.v as select m from public.t;
