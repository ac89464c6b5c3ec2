insert into public.t values ('x', 1), ('y', null);
