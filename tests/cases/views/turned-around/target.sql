create table public.t (id integer primary key, name text);
create view public.two as select id, name from public.t;
create view public.one as select * from public.two;
create view public.three as select id from public.two;
