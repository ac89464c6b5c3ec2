-- ~ materialized view m: definition SELECT t.a FROM public.t; -> SELECT t.a, t.b FROM public.t;; options none -> ['fillfactor=80']

-- step 1, expand: ~ materialized view m: options none -> ['fillfactor=80']
-- locks: public.m SHARE UPDATE EXCLUSIVE
ALTER MATERIALIZED VIEW public.m SET (fillfactor=80);
-- undo, lossless
--   ALTER MATERIALIZED VIEW public.m RESET (fillfactor);
--   DROP MATERIALIZED VIEW public.m;
--   CREATE MATERIALIZED VIEW public.m AS
--    SELECT t.a
--      FROM public.t;
--   COMMENT ON MATERIALIZED VIEW public.m IS 'm';
--   CREATE UNIQUE INDEX m_a ON public.m USING btree (a);

-- step 2, swap: - index m_a; ~ materialized view m: comment m -> none; definition SELECT t.a FROM public.t; -> SELECT t.a, t.b FROM public.t;
-- locks: public.m ACCESS EXCLUSIVE, public.t ACCESS SHARE
DROP MATERIALIZED VIEW public.m;
CREATE MATERIALIZED VIEW public.m
WITH (fillfactor='80') AS
 SELECT t.a,
    t.b
   FROM public.t;
-- undo, lossless

-- step 3, expand: + index m_a unique, on m (a); ~ materialized view m: comment none -> m
-- locks: public.m SHARE
COMMENT ON MATERIALIZED VIEW public.m IS 'm';
CREATE UNIQUE INDEX m_a ON public.m USING btree (a);
-- undo, lossless
