insert into public.t values ('happy', '{sad,happy}');
