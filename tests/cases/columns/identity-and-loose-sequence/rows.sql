insert into public.a (n) values ('x'), ('y');
insert into public.b (n) values ('x'), ('y');
insert into public.c (n) values ('x');
