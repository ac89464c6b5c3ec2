create function public.f(a integer, b text default 'x') returns table (x integer) language sql as 'select 1';
