create table public.p (id integer primary key);
create table public.t (a integer check (a > 0) not enforced, p integer, q integer references public.p);
