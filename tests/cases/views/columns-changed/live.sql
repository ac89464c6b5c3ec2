create table public.t (a integer, b text);
create view public.v as select a, b from public.t;
create view public.w as select a, b from public.v;
create materialized view public.m as select a from public.w;
create index m_a on public.m (a);
grant select on public.w to anna;
comment on column public.w.a is 'the a';
