-- - primary key t_pkey
-- - index t_at

-- step 1, contract: - index t_at
-- locks: public.t ACCESS EXCLUSIVE, public.t_1 ACCESS EXCLUSIVE
DROP INDEX public.t_at;
-- undo, lossless
--   CREATE INDEX t_at ON ONLY public.t USING btree (at);
--   CREATE INDEX t_1_at_idx ON public.t_1 USING btree (at);
--   ALTER INDEX public.t_pkey ATTACH PARTITION public.t_1_pkey;
--   ALTER INDEX public.t_at ATTACH PARTITION public.t_1_at_idx;

-- step 2, contract: - primary key t_pkey
-- locks: public.t ACCESS EXCLUSIVE, public.t_1 ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT t_pkey;
-- undo, lossless
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_pkey PRIMARY KEY (id, at);
--   ALTER TABLE ONLY public.t_1
--       ADD CONSTRAINT t_1_pkey PRIMARY KEY (id, at);
