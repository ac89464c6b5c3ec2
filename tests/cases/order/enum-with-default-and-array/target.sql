create type public.order_state as enum ('pending', 'paid', 'sent');
create table public.orders (id integer primary key, status public.order_state default 'pending', old public.order_state[]);
create view public.v as select status from public.orders;
create function public.f(s public.order_state) returns public.order_state language sql as 'select s';
