insert into public.t1 values (default), (default);
