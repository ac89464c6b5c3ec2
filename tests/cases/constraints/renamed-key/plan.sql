-- + primary key p_pkey (id)
-- - primary key pk on p

-- step 1, swap: + primary key p_pkey (id); - primary key pk on p
-- locks: public.p ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
-- asks: select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n from public.p as t where id is not null group by id having count(*) > 1) as g = 0
ALTER TABLE public.t DROP CONSTRAINT t_p_id_fkey;
ALTER TABLE public.p DROP CONSTRAINT pk;
ALTER TABLE ONLY public.p
    ADD CONSTRAINT p_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p(id);
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT t_p_id_fkey;
--   ALTER TABLE public.p DROP CONSTRAINT p_pkey;
--   ALTER TABLE ONLY public.p
--       ADD CONSTRAINT pk PRIMARY KEY (id);
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p(id);
