create type public.shape as (a integer, c text);
create table public.t of public.shape;
