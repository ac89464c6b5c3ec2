insert into public.t (a, b, e) values (1, 2, 3);
