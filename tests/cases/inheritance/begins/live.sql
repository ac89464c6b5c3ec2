create table public.parent (id integer not null);
create table public.loose (id integer not null);
