select setval('public.high', 5000);
select setval('public.down', 1, false);
select setval('public.t_id_seq', 700);
