insert into public.days select g, g from generate_series(1, 40) g;
analyze public.early;
analyze public.late;
