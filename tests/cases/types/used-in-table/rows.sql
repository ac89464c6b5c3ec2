insert into public.t values (row(1, 'x'));
