create domain public.code as text;
alter domain public.code add constraint c check (value <> 'x') not valid;
create table public.t (c public.code);
