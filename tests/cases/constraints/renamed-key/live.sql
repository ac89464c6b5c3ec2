create table public.p (id integer, constraint pk primary key (id));
create table public.t (p_id integer references public.p);
