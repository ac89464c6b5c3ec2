create table public.t (a integer);
create view public.v as select a from public.t;
alter view public.v alter a set default 3;
