create table public.t (a integer, b integer, d integer generated always as (a * b) stored);
create index t_d on public.t (d);
create view public.v as select d from public.t;
comment on column public.t.d is 'sum';
