insert into public.hens values (1);
insert into public.eggs values (1);
update public.hens set egg = 1;
