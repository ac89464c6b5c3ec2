insert into public.m_1 values (1, 2), (3, 4);
