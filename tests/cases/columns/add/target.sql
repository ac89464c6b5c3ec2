create table public.t (id integer primary key, name text, flag boolean not null default false);
