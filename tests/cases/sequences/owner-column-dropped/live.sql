create sequence public.counter;
create table public.t1 (id integer default nextval('public.counter'));
alter sequence public.counter owned by public.t1.id;
create table public.t2 (id integer);
