-- ~ view v: definition SELECT t.a FROM public.t; -> SELECT t.a, t.b FROM public.t WHERE (t.b > 0);

-- step 1, expand: ~ view v: definition SELECT t.a FROM public.t; -> SELECT t.a, t.b FROM public.t WHERE (t.b > 0);
-- locks: public.t ACCESS SHARE, public.v ACCESS EXCLUSIVE
CREATE OR REPLACE VIEW public.v AS
 SELECT t.a,
    t.b
   FROM public.t
  WHERE (t.b > 0);
-- undo, lossless
--   DROP VIEW public.w;
--   DROP VIEW public.v;
--   CREATE VIEW public.v AS
--    SELECT t.a
--      FROM public.t;
--   CREATE VIEW public.w AS
--    SELECT v.a
--      FROM public.v;
