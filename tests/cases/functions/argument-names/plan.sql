-- ~ function f(integer, text): arguments a integer, b text DEFAULT 'x'::text -> n integer, b text; definition changed

-- step 1, swap: ~ function f(integer, text): arguments a integer, b text DEFAULT 'x'::text -> n integer, b text; definition changed
DROP FUNCTION public.f(integer,pg_catalog.text);
CREATE FUNCTION public.f(n integer, b text) RETURNS TABLE(x integer)
    LANGUAGE sql
    AS $$select 1$$;
-- undo, lossless
--   DROP FUNCTION public.f(integer,pg_catalog.text);
--   CREATE FUNCTION public.f(a integer, b text DEFAULT 'x'::text) RETURNS TABLE(x integer)
--       LANGUAGE sql
--       AS $$select 1$$;
