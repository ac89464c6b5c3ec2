create table public.p (id integer primary key);
create table public.t (a integer check (a > 0), p integer references public.p not enforced, q integer references public.p not enforced);
