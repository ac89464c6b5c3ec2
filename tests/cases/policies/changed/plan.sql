-- - policy gone on t
-- ~ policy one on t: using (a > 0) -> (a > 1)
-- ~ policy three on t: check none -> (a > 0); no longer permissive; roles -anna +Dr. No +bob; using true -> (who = CURRENT_USER)
-- ~ policy two on t: command insert -> update
-- ~ table t: force row security

-- step 1, expand: ~ policy one on t: using (a > 0) -> (a > 1); ~ table t: force row security
-- locks: public.t ACCESS EXCLUSIVE
ALTER POLICY one ON public.t TO PUBLIC USING ((a > 1));
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;
-- undo, lossless
--   ALTER POLICY one ON public.t TO PUBLIC USING ((a > 0));
--   ALTER TABLE public.t NO FORCE ROW LEVEL SECURITY;
--   CREATE POLICY gone ON public.t USING (false);
--   DROP POLICY three on public.t;
--   CREATE POLICY three ON public.t TO anna USING (true);
--   DROP POLICY two on public.t;
--   CREATE POLICY two ON public.t FOR INSERT WITH CHECK ((a > 0));

-- step 2, swap: ~ policy three on t: check none -> (a > 0); no longer permissive; roles -anna +Dr. No +bob; using true -> (who = CURRENT_USER)
-- locks: public.t ACCESS EXCLUSIVE
DROP POLICY three on public.t;
CREATE POLICY three ON public.t AS RESTRICTIVE TO bob, "Dr. No" USING ((who = CURRENT_USER)) WITH CHECK ((a > 0));
-- undo, lossless

-- step 3, swap: ~ policy two on t: command insert -> update
-- locks: public.t ACCESS EXCLUSIVE
DROP POLICY two on public.t;
CREATE POLICY two ON public.t FOR UPDATE WITH CHECK ((a > 0));
-- undo, lossless

-- step 4, contract: - policy gone on t
-- locks: public.t ACCESS EXCLUSIVE
DROP POLICY gone on public.t;
-- undo, lossless
