-- ~ column t.b: expression (a + 1) -> (a + 2)
-- ~ column t.c: generated stored -> virtual
-- + column t.d integer

-- step 1, expand: ~ column t.b: expression (a + 1) -> (a + 2)
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN b SET EXPRESSION AS ((a + 2));
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN b SET EXPRESSION AS ((a + 1));
--   ALTER TABLE public.t DROP COLUMN c;
--   ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS (a) STORED;
--   ALTER TABLE public.t DROP COLUMN d;

-- step 2, expand: + column t.d integer
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ADD COLUMN d integer GENERATED ALWAYS AS ((a * 2)) VIRTUAL;
-- undo, lossless

-- step 3, swap: ~ column t.c: generated stored -> virtual
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP COLUMN c;
ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS (a) VIRTUAL;
-- undo, lossless
