-- - rule gone on t
-- ~ rule one on t: definition changed
-- + rule three on t
-- ~ rule two on t: enabled yes -> no

-- step 1, expand: ~ rule two on t: enabled yes -> no
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DISABLE RULE two;
-- undo, lossless
--   ALTER TABLE public.t ENABLE RULE two;
--   DROP RULE three on public.t;
--   CREATE RULE gone AS
--       ON DELETE TO public.t DO NOTHING;
--   DROP RULE one on public.t;
--   CREATE RULE one AS
--       ON INSERT TO public.t DO  INSERT INTO public.log (a)
--     VALUES (new.a);
--   COMMENT ON RULE one ON public.t IS 'one';

-- step 2, contract: - rule gone on t
-- locks: public.t ACCESS EXCLUSIVE
DROP RULE gone on public.t;
-- undo, lossless

-- step 3, expand: + rule three on t
-- locks: public.t ACCESS EXCLUSIVE
CREATE RULE three AS
    ON DELETE TO public.t
   WHERE (old.a > 0) DO INSTEAD NOTHING;
-- undo, lossless

-- step 4, swap: ~ rule one on t: comment one -> none; definition changed
-- locks: public.log ROW EXCLUSIVE, public.t ACCESS EXCLUSIVE
DROP RULE one on public.t;
CREATE RULE one AS
    ON INSERT TO public.t DO  INSERT INTO public.log (a)
  VALUES ((new.a + 1));
-- undo, lossless

-- step 5, expand: ~ rule one on t: comment none -> one
-- locks: public.t ACCESS SHARE
COMMENT ON RULE one ON public.t IS 'one';
-- undo, lossless
