create table public.p (id integer primary key);
create table public.t (id integer, p_id integer references public.p, n integer, constraint n check (n > 0), constraint u unique (n));
