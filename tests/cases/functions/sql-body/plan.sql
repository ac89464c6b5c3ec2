-- ~ function add(integer, integer): definition changed
-- + function base(integer)

-- step 1, expand: ~ function add(integer, integer): definition changed; + function base(integer)
CREATE FUNCTION public.base(a integer) RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT (a * 2);
END;
CREATE OR REPLACE FUNCTION public.add(a integer, b integer)
 RETURNS integer
 LANGUAGE sql
RETURN (public.base(a) + b);
-- undo, lossless
--   CREATE OR REPLACE FUNCTION public.add(a integer, b integer)
--    RETURNS integer
--    LANGUAGE sql
--   RETURN (a + b);
--   DROP FUNCTION public.base(integer);
