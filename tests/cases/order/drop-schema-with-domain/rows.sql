insert into public.t values ('x');
