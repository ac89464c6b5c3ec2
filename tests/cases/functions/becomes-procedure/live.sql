create function public.f() returns void language sql as 'select 1';
