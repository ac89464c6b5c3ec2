create table public.t (id integer, at date not null, region text not null, primary key (id, at, region)) partition by range (at);
create index t_region on public.t (region);
create table public.t_2024 partition of public.t for values from ('2024-01-01') to ('2025-01-01') partition by list (region);
create table public.t_2024_eu partition of public.t_2024 for values in ('eu');
create table public.t_rest partition of public.t default;
