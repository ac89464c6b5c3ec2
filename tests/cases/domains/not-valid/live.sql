create domain public.code as text constraint c check (value <> '');
create table public.t (c public.code);
