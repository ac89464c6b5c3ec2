-- ~ column v.a: default none -> 3

-- step 1, expand: ~ column v.a: default none -> 3
-- locks: public.v ACCESS EXCLUSIVE
ALTER TABLE public.v ALTER COLUMN a SET DEFAULT 3;
-- undo, lossless
--   ALTER TABLE public.v ALTER COLUMN a DROP DEFAULT;
