create table public.t (a integer, b text);
create materialized view public.m with (fillfactor = 80) as select a, b from public.t;
create unique index m_a on public.m (a);
comment on materialized view public.m is 'm';
