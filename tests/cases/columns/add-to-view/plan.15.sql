-- + column t.b integer
-- ~ view v: definition SELECT t.a FROM public.t; -> SELECT t.a, t.b FROM public.t;

-- step 1, expand: + column t.b integer
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ADD COLUMN b integer;
-- undo, lossless
--   ALTER TABLE public.t DROP COLUMN b;

-- step 2, expand: ~ view v: definition SELECT t.a FROM public.t; -> SELECT t.a, t.b FROM public.t;
-- locks: public.t ACCESS SHARE, public.v ACCESS EXCLUSIVE
CREATE OR REPLACE VIEW public.v AS
 SELECT t.a,
    t.b
   FROM public.t;
-- undo, lossless
--   DROP VIEW public.v;
--   CREATE VIEW public.v AS
--    SELECT t.a
--      FROM public.t;
