create table public.t (id integer primary key, code text not null unique);
alter table public.t replica identity using index t_code_key;
