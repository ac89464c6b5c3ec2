create function public.f(n integer, b text) returns table (x integer) language sql as 'select 1';
