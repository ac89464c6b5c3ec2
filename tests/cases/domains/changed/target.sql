create domain public.code as text not null default 'y' constraint length check (length(value) < 10);
create table public.t (c public.code);
comment on constraint length on domain public.code is 'short';
