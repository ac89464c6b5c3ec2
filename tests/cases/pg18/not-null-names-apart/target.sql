create table public.t (id integer not null) partition by list (id);
create table public.one (id integer not null);
alter table public.t attach partition public.one for values in (1);
