create function public.valid(t text) returns boolean language sql immutable as $$select t <> ''$$;
create domain public.code as text check (public.valid(value));
create table public.t (c public.code, d public.code[]);
