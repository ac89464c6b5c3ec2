-- ~ column t.d: expression (a + b) -> (a * b)

-- step 1, expand: ~ column t.d: expression (a + b) -> (a * b)
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
-- asks: select count(*) from public.t as t where num_nulls(((a * b))) < 0 = 0
ALTER TABLE public.t ALTER COLUMN d SET EXPRESSION AS ((a * b));
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN d SET EXPRESSION AS ((a + b));
