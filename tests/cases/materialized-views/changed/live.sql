create table public.t (a integer, b text);
create materialized view public.m as select a from public.t;
create unique index m_a on public.m (a);
comment on materialized view public.m is 'm';
