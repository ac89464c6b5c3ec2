insert into public.p values (1, 'a');
insert into public.t values ('a');
