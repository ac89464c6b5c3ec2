insert into public.t select generate_series(1, 10);
