create table public.p (id integer primary key, code text not null, constraint old unique (code));
create table public.t (code text references public.p (code));
