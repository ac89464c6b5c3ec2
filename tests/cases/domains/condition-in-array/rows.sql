insert into public.t values (1, '{1,2}'), (2, '{}');
