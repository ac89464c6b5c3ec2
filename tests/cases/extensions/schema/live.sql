create schema ext;
create extension citext;
create table public.t (c citext);
