create table public.parent (id integer not null);
create table public.loose () inherits (public.parent);
