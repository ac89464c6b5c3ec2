create table public.p (id integer primary key, code text);
create table public.t (id integer, p_id integer, code text, span int4range);
