create table public.t (id integer primary key);
alter table public.t cluster on t_pkey;
