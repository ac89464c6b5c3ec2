-- ~ table t: no longer force row security; no longer row security

-- step 1, expand: ~ table t: no longer force row security; no longer row security
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: RLS-OFF
ALTER TABLE public.t NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.t DISABLE ROW LEVEL SECURITY;
-- undo, lossless
--   ALTER TABLE public.t FORCE ROW LEVEL SECURITY;
--   ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
