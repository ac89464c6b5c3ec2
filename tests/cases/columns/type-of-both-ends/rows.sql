insert into public.p values (1, null), (2, 1);
insert into public.c values (1), (2);
