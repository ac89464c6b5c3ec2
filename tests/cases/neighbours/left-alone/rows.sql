insert into public.theirs values (1, 'x');
insert into public.ours values (1);
