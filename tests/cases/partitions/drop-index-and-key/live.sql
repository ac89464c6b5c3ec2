create table public.t (id integer not null, at date not null, primary key (id, at)) partition by range (at);
create table public.t_1 partition of public.t for values from ('2024-01-01') to ('2025-01-01');
create index t_at on public.t (at);
