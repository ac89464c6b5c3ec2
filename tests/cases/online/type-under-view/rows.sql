insert into public.readings select g, 1 + g * 10, '2026-01-01' from generate_series(1, 20) g;
analyze public.readings;
