-- ~ column t.a: collation none -> pg_catalog."C"
-- ~ column t.b: collation pg_catalog."C" -> none

-- step 1, swap: ~ column t.a: collation none -> pg_catalog."C"; ~ column t.b: collation pg_catalog."C" -> none
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE pg_catalog."C",
    ALTER COLUMN b TYPE text;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a TYPE text;
--   ALTER TABLE public.t ALTER COLUMN b TYPE text COLLATE pg_catalog."C";
