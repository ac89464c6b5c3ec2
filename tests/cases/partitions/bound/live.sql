create table public.t (id integer, at integer not null) partition by range (at);
create table public.one partition of public.t for values from (1) to (2);
