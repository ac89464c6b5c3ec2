-- - column t.old_id
-- - foreign key t_old_id_fkey
-- - table gone

-- step 1, contract: - column t.old_id; - foreign key t_old_id_fkey
-- locks: public.gone ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
-- hazards: DATA-LOSS
ALTER TABLE public.t DROP CONSTRAINT t_old_id_fkey;
ALTER TABLE public.t DROP COLUMN old_id;
-- undo, lossless
--   ALTER TABLE public.t ADD COLUMN old_id integer;
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_old_id_fkey FOREIGN KEY (old_id) REFERENCES public.gone(id);

-- step 2, contract: - table gone
-- locks: public.gone ACCESS EXCLUSIVE
-- hazards: DATA-LOSS
DROP TABLE public.gone;
-- undo, lossless
--   CREATE TABLE public.gone (
--       id integer NOT NULL
--   );
--   ALTER TABLE ONLY public.gone
--       ADD CONSTRAINT gone_pkey PRIMARY KEY (id);
