create table public.ours (id integer references public.theirs);
