create table public.m (id integer, at integer not null, primary key (id, at)) partition by range (at);
create table public.m_1 (id integer not null, at integer not null, primary key (id, at));
