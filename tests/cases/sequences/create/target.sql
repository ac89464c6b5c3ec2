create sequence public.a as smallint;
create sequence public.b as integer increment -1 minvalue -100 maxvalue -1 start -1;
