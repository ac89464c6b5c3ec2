insert into public.t values (1, 5, 'abc', '2024-01-01');
