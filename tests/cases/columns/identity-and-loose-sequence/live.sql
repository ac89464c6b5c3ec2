create table public.a (id integer generated always as identity, n text);
create sequence public.b_id_seq;
create table public.b (id integer not null default nextval('public.b_id_seq'), n text);
create table public.c (id serial, n text);
