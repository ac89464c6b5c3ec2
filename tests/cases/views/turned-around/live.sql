create table public.t (id integer primary key, name text);
create view public.one as select id::bigint as id, name from public.t;
create view public.two as select * from public.one;
create view public.three as select id from public.two;
