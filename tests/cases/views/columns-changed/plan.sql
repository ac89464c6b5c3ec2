-- ~ view v: definition SELECT a, b FROM public.t; -> SELECT b, a FROM public.t;

-- step 1, swap: ~ view v: definition SELECT a, b FROM public.t; -> SELECT b, a FROM public.t;
-- locks: public.m ACCESS EXCLUSIVE, public.t ACCESS SHARE, public.v ACCESS EXCLUSIVE, public.w ACCESS EXCLUSIVE
DROP INDEX public.m_a;
DROP MATERIALIZED VIEW public.m;
DROP VIEW public.w;
DROP VIEW public.v;
CREATE VIEW public.v AS
 SELECT b,
    a
   FROM public.t;
CREATE VIEW public.w AS
 SELECT a,
    b
   FROM public.v;
CREATE MATERIALIZED VIEW public.m AS
 SELECT a
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
--    SELECT a,
--       b
--      FROM public.t;
--   CREATE VIEW public.w AS
--    SELECT a,
--       b
--      FROM public.v;
--   CREATE MATERIALIZED VIEW public.m AS
--    SELECT a
--      FROM public.w;
--   CREATE INDEX m_a ON public.m USING btree (a);
--   COMMENT ON COLUMN public.w.a IS 'the a';
--   GRANT SELECT ON TABLE public.w TO anna;
