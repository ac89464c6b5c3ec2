create type public.shape as (a integer, b text);
create table public.t of public.shape;
