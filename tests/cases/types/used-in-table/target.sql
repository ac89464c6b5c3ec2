create type public.pair as (a integer, b text, c date);
create table public.t (p public.pair);
