create table public.parent (id integer not null, gone text);
create table public.child (extra text) inherits (public.parent);
