-- - index one

-- step 1, contract: - index one
-- locks: public.t ACCESS EXCLUSIVE
DROP INDEX public.one;
-- undo, lossless
--   CREATE INDEX one ON public.t USING btree (b);
