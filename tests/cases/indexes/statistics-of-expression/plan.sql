-- ~ index one: statistics 1 none -> 300

-- step 1, expand: ~ index one: statistics 1 none -> 300
ALTER INDEX public.one ALTER COLUMN 1 SET STATISTICS 300;
-- undo, lossless
--   ALTER INDEX public.one ALTER COLUMN 1 SET STATISTICS -1;
