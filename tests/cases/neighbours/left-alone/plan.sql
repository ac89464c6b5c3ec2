-- + column ours.name text

-- step 1, expand: + column ours.name text
-- locks: public.ours ACCESS EXCLUSIVE
ALTER TABLE public.ours ADD COLUMN name text;
-- undo, lossless
--   ALTER TABLE public.ours DROP COLUMN name;
