insert into public.t values ('abc');
