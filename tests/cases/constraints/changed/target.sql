create table public.p (id integer primary key);
create table public.t (id integer, p_id integer references public.p on delete cascade, n integer, constraint n check (n > 5), constraint u unique (n, id));
