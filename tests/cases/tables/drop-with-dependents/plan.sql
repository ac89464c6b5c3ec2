-- - function f()
-- - materialized view m
-- - table gone
-- + table other
-- - view v

-- step 1, expand: + table other
CREATE TABLE public.other (
    id integer
);
-- undo, lossless
--   DROP TABLE public.other;

-- step 2, contract: - function f(); - materialized view m; and 1 more
-- locks: public.m ACCESS EXCLUSIVE, public.v ACCESS EXCLUSIVE
DROP MATERIALIZED VIEW public.m;
DROP FUNCTION public.f();
DROP VIEW public.v;
-- undo, lossless
--   CREATE FUNCTION public.f() RETURNS SETOF public.gone
--       LANGUAGE sql
--       AS $$select * from public.gone$$;
--   CREATE VIEW public.v AS
--    SELECT id,
--       name
--      FROM public.gone;
--   CREATE MATERIALIZED VIEW public.m AS
--    SELECT name
--      FROM public.v
--     WITH NO DATA;
--   ALTER TABLE ONLY public.gone
--       ADD CONSTRAINT gone_pkey PRIMARY KEY (id);

-- step 3, contract: - table gone
-- locks: public.gone ACCESS EXCLUSIVE
-- hazards: DATA-LOSS
DROP TABLE public.gone;
-- undo, lossless
--   CREATE TABLE public.gone (
--       id integer NOT NULL,
--       name text
--   );
