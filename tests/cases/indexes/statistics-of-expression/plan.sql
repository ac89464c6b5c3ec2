-- ~ index one: statistics 1 none -> 300

-- step 1, swap: ~ index one: statistics 1 none -> 300
-- locks: public.t ACCESS EXCLUSIVE
DROP INDEX public.one;
CREATE INDEX one ON public.t USING btree (lower(b));
ALTER INDEX public.one ALTER COLUMN 1 SET STATISTICS 300;
-- undo, lossless
--   DROP INDEX public.one;
--   CREATE INDEX one ON public.t USING btree (lower(b));
