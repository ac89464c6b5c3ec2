create sequence public.s minvalue 5 start 10;
