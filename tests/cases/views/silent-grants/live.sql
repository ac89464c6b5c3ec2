create table public.t (a integer, b integer);
create view public.v as select a from public.t;
alter view public.v owner to anna;
grant select on public.v to bob;
comment on view public.v is 'live says this';
comment on column public.v.a is 'and this';
grant select on public.t to anna;
