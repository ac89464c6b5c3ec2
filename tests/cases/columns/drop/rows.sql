insert into public.t values (1, 'x'), (2, null);
