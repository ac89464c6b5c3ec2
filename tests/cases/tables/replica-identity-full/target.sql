create table public.t (id integer primary key);
alter table public.t replica identity full;
