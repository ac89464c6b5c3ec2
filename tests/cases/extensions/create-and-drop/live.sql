create extension hstore;
create table public.t (a text);
