-- ~ view v: definition SELECT t.a, t.b FROM public.t; -> SELECT t.b, t.a FROM public.t;

-- step 1, swap: ~ view v: definition SELECT t.a, t.b FROM public.t; -> SELECT t.b, t.a FROM public.t;
-- locks: public.m ACCESS EXCLUSIVE, public.t ACCESS SHARE, public.v ACCESS EXCLUSIVE, public.w ACCESS EXCLUSIVE
DROP INDEX public.m_a;
DROP MATERIALIZED VIEW public.m;
DROP VIEW public.w;
DROP VIEW public.v;
CREATE VIEW public.v AS
 SELECT t.b,
    t.a
   FROM public.t;
CREATE VIEW public.w AS
 SELECT v.a,
    v.b
   FROM public.v;
CREATE MATERIALIZED VIEW public.m AS
 SELECT w.a
   FROM public.w;
CREATE INDEX m_a ON public.m USING btree (a);
COMMENT ON COLUMN public.w.a IS 'the a';
GRANT SELECT ON TABLE public.w TO anna;
-- undo, lossless
--   DROP INDEX public.m_a;
--   DROP MATERIALIZED VIEW public.m;
--   DROP VIEW public.w;
--   DROP VIEW public.v;
--   CREATE VIEW public.v AS
--    SELECT t.a,
--       t.b
--      FROM public.t;
--   CREATE VIEW public.w AS
--    SELECT v.a,
--       v.b
--      FROM public.v;
--   CREATE MATERIALIZED VIEW public.m AS
--    SELECT w.a
--      FROM public.w;
--   CREATE INDEX m_a ON public.m USING btree (a);
--   COMMENT ON COLUMN public.w.a IS 'the a';
--   GRANT SELECT ON TABLE public.w TO anna;
