create table public.t (id integer not null) partition by list (id);
create table public.one partition of public.t for values in (1);
