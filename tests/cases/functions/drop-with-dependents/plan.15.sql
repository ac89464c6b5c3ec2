-- ~ column t.a: default length((public.f(1))::text) -> none
-- - check t_a_check
-- - function f(integer)
-- - policy p on t
-- - view v

-- step 1, expand: ~ column t.a: default length((public.f(1))::text) -> none
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a SET DEFAULT length((public.f(1))::text);

-- step 2, contract: - view v
-- locks: public.v ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
DROP VIEW public.v;
-- undo, lossless
--   CREATE VIEW public.v AS
--    SELECT public.f(t.a) AS f
--      FROM public.t;
--   CREATE POLICY p ON public.t USING (public.f(a));
--   ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK (public.f(a));

-- step 3, contract: - check t_a_check; - policy p on t
-- locks: public.t ACCESS EXCLUSIVE
DROP POLICY p on public.t;
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
-- undo, lossless

-- step 4, contract: - function f(integer)
-- hazards: DROPPED-NAME
DROP FUNCTION public.f(integer);
-- undo, lossless
--   CREATE FUNCTION public.f(a integer) RETURNS boolean
--       LANGUAGE sql IMMUTABLE
--       AS $$select true$$;
