create sequence public.s;
create sequence public.plain;
