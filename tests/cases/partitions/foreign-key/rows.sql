insert into public.p values (1);
insert into public.one values (1, 1);
