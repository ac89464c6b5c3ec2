create table public.z_parent (id integer not null, name text check (name <> ''));
create table public.a_child (extra text, name text) inherits (public.z_parent);
