insert into public.gone values (1, 'a');
