insert into public.one values (1, 1);
