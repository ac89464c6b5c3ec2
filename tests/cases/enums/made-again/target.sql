create type public.mood as enum ('happy', 'sad');
comment on type public.mood is 'how it feels';
grant usage on type public.mood to anna;
create domain public.good_mood as public.mood check (value <> 'sad');
create table public.person (
    id integer primary key,
    mood public.mood not null default 'happy',
    seen public.mood[],
    best public.good_mood
);
create index on public.person (mood) where mood = 'happy';
create view public.happy as select id from public.person where mood = 'happy';
grant select on public.happy to bob;
create function public.worst(a public.mood default 'sad') returns public.mood language sql as 'select a';
