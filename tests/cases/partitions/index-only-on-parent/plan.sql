-- ~ index one_id: attached to none -> public.t_id
-- + index t_id on t (id)

-- step 1, index: + index t_id on t (id)
-- locks: public.t SHARE
CREATE INDEX t_id ON ONLY public.t USING btree (id);
-- undo, lossless
--   DROP INDEX public.t_id;
--   CREATE INDEX one_id ON public.one USING btree (id);

-- step 2, expand: ~ index one_id: attached to none -> public.t_id; ~ index t_id: valid
-- locks: public.one ACCESS SHARE, public.t ACCESS SHARE
ALTER INDEX public.t_id ATTACH PARTITION public.one_id;
-- undo, lossless
