insert into public.child values (1, 'x', 'y');
insert into public.loose values (1);
