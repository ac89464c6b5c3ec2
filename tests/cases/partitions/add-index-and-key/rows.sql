insert into public.t values (1, '2024-02-02'), (2, '2025-02-02');
