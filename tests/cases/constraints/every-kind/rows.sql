insert into public.p values (1, 'a');
insert into public.t values (1, 1, 'a', '[1,2)');
