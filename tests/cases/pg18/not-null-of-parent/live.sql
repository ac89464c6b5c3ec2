create table public.m (id integer, at integer) partition by range (at);
create table public.m_1 partition of public.m for values from (0) to (10);
alter table public.m_1 alter id set not null;
