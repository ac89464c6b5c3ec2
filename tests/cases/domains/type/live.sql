create domain public.code as varchar(10) check (value <> '');
create table public.t (c public.code);
create function public.f(c public.code) returns public.code language sql as 'select c';
