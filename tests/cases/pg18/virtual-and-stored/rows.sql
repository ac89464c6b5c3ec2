insert into public.t (a) values (1), (2);
