insert into public.item values (1, 'x'), (2, 'y');
