insert into public.t select g, 'code ' || g, g from generate_series(1, 20) g;
analyze public.t;
