insert into public.p values (1);
insert into public.t values (1);
