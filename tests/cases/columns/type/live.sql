create table public.t (id integer primary key, n integer default 7, s varchar(10), d text);
create index t_n on public.t (n);
