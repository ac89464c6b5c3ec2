insert into public.t values ('A');
