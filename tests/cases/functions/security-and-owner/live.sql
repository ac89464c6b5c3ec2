create function public.f() returns integer language sql as 'select 1';
alter function public.f() owner to anna;
