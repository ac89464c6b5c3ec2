create type public."kinds
of" as enum ('a');
create table public."it
self" (id integer primary key, kind public."kinds
of");
