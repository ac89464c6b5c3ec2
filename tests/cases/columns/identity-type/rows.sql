insert into public.t values (default), (default);
