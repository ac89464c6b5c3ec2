-- ~ foreign key t_p_id_fkey: deferrable; deferred
-- ~ unique constraint u on t: deferrable

-- step 1, expand: ~ foreign key t_p_id_fkey: deferrable; deferred
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER CONSTRAINT t_p_id_fkey DEFERRABLE INITIALLY DEFERRED;
-- undo, lossless
--   ALTER TABLE public.t ALTER CONSTRAINT t_p_id_fkey NOT DEFERRABLE;
--   ALTER TABLE public.t DROP CONSTRAINT u;
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT u UNIQUE (n);

-- step 2, swap: ~ unique constraint u on t: deferrable
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT u;
ALTER TABLE ONLY public.t
    ADD CONSTRAINT u UNIQUE (n) DEFERRABLE;
-- undo, lossless
