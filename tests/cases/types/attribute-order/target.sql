create type public.pair as (b text, a integer);
create function public.f() returns public.pair language sql as 'select null::text, 1';
