create table public.p (id integer primary key, parent integer references public.p);
create table public.c (p_id integer constraint c_of_p references public.p on delete cascade);
comment on constraint c_of_p on public.c is 'an own one';
