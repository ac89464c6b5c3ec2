create sequence public.s as integer start 10 increment 5 maxvalue 1000 cache 3 cycle;
create table public.t (id integer default nextval('public.s'));
alter sequence public.s owned by public.t.id;
create unlogged sequence public.plain;
