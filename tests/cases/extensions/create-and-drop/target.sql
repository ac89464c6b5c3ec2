create extension citext;
create table public.t (a citext);
