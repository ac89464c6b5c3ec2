create table public.t (id integer primary key, gone text, kept text);
create view public.v as select id, gone, kept from public.t;
