create table public.p (id integer primary key);
create table public.t (id integer, p_id integer references public.p deferrable initially deferred, n integer, constraint u unique (n) deferrable);
