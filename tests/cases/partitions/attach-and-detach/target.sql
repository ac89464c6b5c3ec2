create table public.t (id integer, at integer not null) partition by range (at);
create table public.one (id integer, at integer not null);
create table public.two partition of public.t for values from (2) to (3);
