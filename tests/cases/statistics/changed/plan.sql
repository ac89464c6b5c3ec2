-- - statistics gone
-- ~ statistics one: target none -> 200
-- + statistics three
-- ~ statistics two: definition changed

-- step 1, expand: ~ statistics one: target none -> 200; + statistics three
-- locks: public.t SHARE UPDATE EXCLUSIVE
ALTER STATISTICS public.one SET STATISTICS 200;
CREATE STATISTICS public.three ON (a + b) FROM public.t;
-- undo, lossless
--   ALTER STATISTICS public.one SET STATISTICS -1;
--   DROP STATISTICS public.three;
--   CREATE STATISTICS public.gone ON a, b FROM public.t;
--   DROP STATISTICS public.two;
--   CREATE STATISTICS public.two (ndistinct) ON a, b FROM public.t;

-- step 2, swap: ~ statistics two: definition changed
-- locks: public.t SHARE UPDATE EXCLUSIVE
DROP STATISTICS public.two;
CREATE STATISTICS public.two (mcv) ON a, b FROM public.t;
-- undo, lossless

-- step 3, contract: - statistics gone
-- locks: public.t SHARE UPDATE EXCLUSIVE
DROP STATISTICS public.gone;
-- undo, lossless
