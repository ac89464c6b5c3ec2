create table public.t (id integer primary key, n bigint default 7, s text, d date);
create index t_n on public.t (n);
