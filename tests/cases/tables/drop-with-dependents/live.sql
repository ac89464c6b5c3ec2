create table public.gone (id integer primary key, name text);
create view public.v as select id, name from public.gone;
create materialized view public.m as select name from public.v;
create function public.f() returns setof public.gone language sql as 'select * from public.gone';
