create type public.span as range (subtype = float8);
create table public.t (s public.span);
