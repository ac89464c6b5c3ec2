insert into public.t values (1, '2024-02-02');
