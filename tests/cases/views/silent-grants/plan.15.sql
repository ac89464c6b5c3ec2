-- ~ view v: definition SELECT t.a FROM public.t; -> SELECT t.b, t.a FROM public.t;

-- step 1, expand: COMMENT ON COLUMN public.v.a IS 'and this'
-- locks: public.v ACCESS EXCLUSIVE
COMMENT ON COLUMN public.v.a IS 'and this';
ALTER VIEW public.v OWNER TO anna;
GRANT SELECT ON TABLE public.v TO bob;
COMMENT ON VIEW public.v IS 'live says this';
-- undo, lossless

-- step 2, swap: ~ column v.a: comment and this -> none; ~ view v: comment live says this -> none; definition SELECT t.a FROM public.t; -> SELECT t.b, t.a FROM public.t;; owner anna -> difftool_shadow; privileges -bob=SELECT
-- locks: public.t ACCESS SHARE, public.v ACCESS EXCLUSIVE
DROP VIEW public.v;
CREATE VIEW public.v AS
 SELECT t.b,
    t.a
   FROM public.t;
-- undo, lossless
--   COMMENT ON COLUMN public.v.a IS 'and this';
--   ALTER VIEW public.v OWNER TO anna;
--   GRANT SELECT ON TABLE public.v TO bob;
--   COMMENT ON VIEW public.v IS 'live says this';
--   DROP VIEW public.v;
--   CREATE VIEW public.v AS
--    SELECT t.a
--      FROM public.t;
--   COMMENT ON COLUMN public.v.a IS 'and this';
--   ALTER VIEW public.v OWNER TO anna;
--   GRANT SELECT ON TABLE public.v TO bob;
--   COMMENT ON VIEW public.v IS 'live says this';
