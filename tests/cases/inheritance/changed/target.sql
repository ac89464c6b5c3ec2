create table public.parent (id integer not null, fresh text default 'f' constraint fresh check (fresh <> ''));
create table public.child (extra text) inherits (public.parent);
