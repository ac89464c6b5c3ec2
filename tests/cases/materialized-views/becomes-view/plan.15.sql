-- - materialized view m
-- + materialized view v
-- + view m
-- - view v

-- step 1, contract: - materialized view m; - view v
-- locks: public.m ACCESS EXCLUSIVE, public.v ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
DROP VIEW public.v;
DROP MATERIALIZED VIEW public.m;
-- undo, lossless
--   CREATE MATERIALIZED VIEW public.m AS
--    SELECT t.a
--      FROM public.t;
--   CREATE VIEW public.v AS
--    SELECT t.a
--      FROM public.t;

-- step 2, expand: + materialized view v; + view m
-- locks: public.t ACCESS SHARE
CREATE VIEW public.m AS
 SELECT t.a
   FROM public.t;
CREATE MATERIALIZED VIEW public.v AS
 SELECT t.a
   FROM public.t;
-- undo, lossless
--   DROP VIEW public.m;
--   DROP MATERIALIZED VIEW public.v;
