create type public."kinds
of" as enum ('a', E'b\nc');
create table public."it
self" (id integer primary key, "no
te" text, kind public."kinds
of");
create table public."an
other" ("i
d" integer primary key references public."it
self", "te
xt" text);
comment on table public."an
other" is E'two\nlines';
