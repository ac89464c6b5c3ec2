-- ~ column early.at: inherited 1 -> none; local
-- ~ column early.id: inherited 1 -> none; local
-- + index days_id on days (id)
-- ~ table early: bound FOR VALUES FROM (0) TO (10) -> none; partition of public.days -> none

-- step 1, expand: ~ column early.at: inherited 1 -> none; local; ~ column early.id: inherited 1 -> none; local; and 2 more
-- outside a transaction
-- locks: public.days SHARE UPDATE EXCLUSIVE, public.early ACCESS EXCLUSIVE
ALTER TABLE public.days DETACH PARTITION public.early CONCURRENTLY;
-- undo, lossless
--   ALTER TABLE public.days ATTACH PARTITION public.early FOR VALUES FROM (0) TO (10);

-- step 2, expand: drop the check that has the bounds of public.early, which it had as a partition
-- locks: public.early ACCESS EXCLUSIVE
ALTER TABLE public.early DROP CONSTRAINT early_at_check;
-- undo, lossless

-- step 3, index: + index late_id_idx on late (id)
-- outside a transaction
-- locks: public.late SHARE UPDATE EXCLUSIVE
CREATE INDEX CONCURRENTLY late_id_idx ON public.late USING btree (id);
-- undo, lossless
--   DROP INDEX IF EXISTS public.late_id_idx;

-- step 4, enforce: + index days_id on days (id)
-- locks: public.days SHARE
CREATE INDEX days_id ON ONLY public.days USING btree (id);
-- undo, lossless
--   DROP INDEX IF EXISTS public.days_id;

-- step 5, enforce: ~ index days_id: valid; ~ index late_id_idx: attached to none -> public.days_id
-- locks: public.days ACCESS SHARE, public.late ACCESS SHARE
ALTER INDEX public.days_id ATTACH PARTITION public.late_id_idx;
-- undo, lossless
