create extension btree_gist;
create table public.t (id integer, at daterange, primary key (id, at without overlaps));
create table public.u (id integer, at daterange, foreign key (id, period at) references public.t (id, period at));
