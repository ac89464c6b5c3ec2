create table public.p (id integer, code text not null, constraint new unique (code), primary key (code));
create table public.t (code text references public.p (code));
