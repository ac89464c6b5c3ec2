create table public.days (id integer not null, at integer not null) partition by range (at);
create table public.late partition of public.days for values from (10) to (100);
create index days_id on public.days (id);
create table public.early (id integer not null, at integer not null);
