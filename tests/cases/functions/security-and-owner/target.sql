create function public.f() returns integer language sql security definer leakproof strict as 'select 1';
alter function public.f() owner to bob;
