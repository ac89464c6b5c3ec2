-- - procedure p(integer)
-- + procedure p(integer, text)

-- step 1, expand: + procedure p(integer, text)
CREATE PROCEDURE public.p(IN a integer, INOUT b text)
    LANGUAGE plpgsql
    AS $$begin end$$;
-- undo, lossless
--   DROP PROCEDURE public.p(integer,pg_catalog.text);
--   CREATE PROCEDURE public.p(IN a integer)
--       LANGUAGE sql
--       AS $$select 1$$;

-- step 2, contract: - procedure p(integer)
-- hazards: DROPPED-NAME
DROP PROCEDURE public.p(integer);
-- undo, lossless
