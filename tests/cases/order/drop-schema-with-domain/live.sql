create schema s;
create domain s.d as text;
create table public.t (a s.d);
