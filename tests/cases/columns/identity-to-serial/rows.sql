insert into public.t (name) values ('a'), ('b');
