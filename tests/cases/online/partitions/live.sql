create table public.days (id integer not null, at integer not null) partition by range (at);
create table public.early partition of public.days for values from (0) to (10);
create table public.late partition of public.days for values from (10) to (100);
