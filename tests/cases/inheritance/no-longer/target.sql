create table public.parent (id integer not null);
create table public.child (id integer not null, extra text);
