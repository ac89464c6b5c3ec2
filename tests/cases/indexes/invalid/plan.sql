-- ~ index i: valid

-- step 1, swap: ~ index i: valid
-- locks: public.t ACCESS EXCLUSIVE
DROP INDEX public.i;
CREATE UNIQUE INDEX i ON public.t USING btree (a);
-- undo, lossless
