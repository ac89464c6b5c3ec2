insert into public.visits select '2026-01-01', g from generate_series(1, 20) g;
analyze public.visits;
