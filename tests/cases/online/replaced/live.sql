create table public.t (id integer primary key, code text not null unique, n integer check (n > 0));
create index t_n on public.t (n);
comment on index public.t_n is 'by size';
