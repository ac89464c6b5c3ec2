create type public.pair as (a integer, b text);
create table public.t (p public.pair);
