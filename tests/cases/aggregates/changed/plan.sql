-- + aggregate other(text)
-- ~ aggregate total(integer): initial none -> 0

-- step 1, expand: + aggregate other(text)
CREATE AGGREGATE public.other(text) (
    SFUNC = textcat,
    STYPE = text,
    INITCOND = ''
);
-- undo, lossless
--   DROP AGGREGATE public.other(pg_catalog.text);
--   DROP VIEW public.v;
--   DROP AGGREGATE public.total(integer);
--   CREATE AGGREGATE public.total(integer) (
--       SFUNC = int4pl,
--       STYPE = integer
--   );
--   COMMENT ON AGGREGATE public.total(integer) IS 'adds';
--   CREATE VIEW public.v AS
--    SELECT public.total(1) AS total;

-- step 2, swap: ~ aggregate total(integer): initial none -> 0
-- locks: public.v ACCESS EXCLUSIVE
DROP VIEW public.v;
DROP AGGREGATE public.total(integer);
CREATE AGGREGATE public.total(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    INITCOND = '0'
);
COMMENT ON AGGREGATE public.total(integer) IS 'adds';
CREATE VIEW public.v AS
 SELECT public.total(1) AS total;
-- undo, lossless
