insert into public.gone values (1), (2);
insert into public.t values (1, 1);
