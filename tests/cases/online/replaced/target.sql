create table public.t (id integer primary key, code text not null, n integer check (n > 0 and n < 1000));
create index t_n on public.t (n desc);
comment on index public.t_n is 'by size';
alter table public.t add constraint t_code_key unique (code, id);
