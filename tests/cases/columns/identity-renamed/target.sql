create table public.t (id integer generated always as identity (sequence name public."New numbers"));
