create table public.m (id integer, at integer not null, primary key (id, at)) partition by range (at);
create table public.m_1 partition of public.m for values from (0) to (10);
