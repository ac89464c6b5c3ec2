create table public.t (id integer generated always as identity primary key, name text not null default 'x', at timestamptz default now());
create index t_name on public.t (name);
