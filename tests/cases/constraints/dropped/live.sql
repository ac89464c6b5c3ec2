create table public.p (id integer primary key, code text unique);
create table public.t (id integer primary key, code text references public.p (code), n integer check (n > 0));
