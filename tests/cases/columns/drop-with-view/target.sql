create table public.t (id integer primary key, kept text);
create view public.v as select id, kept from public.t;
