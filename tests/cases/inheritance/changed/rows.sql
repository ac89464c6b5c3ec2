insert into public.child values (1, 'x', 'y');
