insert into public.t values ('happy'), (null);
