create view public.a as select 1 as n;
create view public.b as select n from public.a;
create function public.f() returns setof public.b language sql as 'select * from public.b';
create view public.c as select n from public.f() f(n);
