create table public.t (id integer primary key, a text, b text not null);
