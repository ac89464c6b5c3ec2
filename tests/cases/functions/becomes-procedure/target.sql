create procedure public.f() language sql as 'select 1';
