create table public.p (id integer, constraint p_pkey primary key (id));
create table public.t (p_id integer references public.p);
