insert into public.loose values (1);
