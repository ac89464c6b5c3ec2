create type public.pair as (a integer, b text);
create function public.f() returns public.pair language sql as 'select 1, null::text';
