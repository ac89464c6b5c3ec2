create table public.gone (id integer primary key);
create table public.t (id integer primary key, old_id integer references public.gone);
