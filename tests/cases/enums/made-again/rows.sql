insert into public.person values (1, 'sad', '{happy,sad}', 'happy'), (2, 'happy', null, null);
