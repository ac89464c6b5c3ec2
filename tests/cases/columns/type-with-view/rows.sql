insert into public.t values (1, 5);
