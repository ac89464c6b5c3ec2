-- ~ index t_b: definition CREATE INDEX t_b ON public.t USING btree (b) -> CREATE INDEX t_b ON public.u USING btree (b)
-- - table t
-- + table u

-- step 1, swap: rename table public.t to u
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: RENAMED-NAME
ALTER TABLE public.t RENAME TO u;
-- undo, lossless
--   ALTER TABLE public.u RENAME TO t;
