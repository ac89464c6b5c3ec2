insert into public.t (a, b) values (1, 2);
