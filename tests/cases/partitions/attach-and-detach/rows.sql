insert into public.one values (1, 1);
insert into public.two values (2, 2);
