create table public.t (id integer primary key, a text not null, b text);
