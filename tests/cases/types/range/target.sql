create type public.span as range (subtype = float8, subtype_diff = float8mi);
create type public.days as range (subtype = date, multirange_type_name = public.many_days);
create table public.t (s public.days);
