create extension btree_gist;
create table public.t (id integer, at daterange);
