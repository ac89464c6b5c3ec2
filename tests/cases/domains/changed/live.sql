create domain public.code as text default 'x' check (value <> '');
create table public.t (c public.code);
