create sequence public.high minvalue 1000;
create sequence public.down minvalue 1 maxvalue 99;
create table public.t (id integer generated always as identity (minvalue 500 start 500));
