create sequence public.high;
create sequence public.down;
create table public.t (id integer generated always as identity);
