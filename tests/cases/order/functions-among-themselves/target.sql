create function public.z(a integer) returns integer language sql return a + 1;
create function public.a(a integer) returns integer language sql return public.z(a) * 2;
create table public.t (a integer default public.a(1));
create function public.rows() returns setof public.t language sql begin atomic select * from public.t; end;
create view public.v as select * from public.rows();
