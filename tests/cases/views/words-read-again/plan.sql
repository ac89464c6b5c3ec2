-- ~ materialized view m: definition changed

-- step 1, swap: ~ materialized view m: definition changed
-- locks: public.m ACCESS EXCLUSIVE, public.t ACCESS SHARE
DROP MATERIALIZED VIEW public.m;
CREATE MATERIALIZED VIEW public.m AS
 SELECT (a + 1) AS a
   FROM public.t
  WHERE ((v)::text = ANY (ARRAY['x'::character varying, 'y'::character varying]));
-- undo, lossless
--   DROP MATERIALIZED VIEW public.m;
--   CREATE MATERIALIZED VIEW public.m AS
--    SELECT a
--      FROM public.t
--     WHERE ((v)::text = ANY (ARRAY['x'::character varying, 'y'::character varying]));
