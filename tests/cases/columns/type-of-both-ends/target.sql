create table public.p (id text primary key, parent text references public.p);
create table public.c (p_id text constraint c_of_p references public.p on delete cascade);
comment on constraint c_of_p on public.c is 'an own one';
