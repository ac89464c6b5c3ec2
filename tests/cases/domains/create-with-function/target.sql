create function public.valid(t text) returns boolean language sql immutable as $$select t <> ''$$;
create domain public.code as text check (public.valid(value));
create domain public.short as public.code check (length(value) < 5);
create table public.t (id integer primary key, c public.short default 'x');
