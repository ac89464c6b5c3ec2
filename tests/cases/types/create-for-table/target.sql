create type public.pair as (a integer, b text);
create table public.t (id integer, p public.pair[] not null default '{}');
create function public.f() returns setof public.pair language sql as $$select 1, 'x'$$;
