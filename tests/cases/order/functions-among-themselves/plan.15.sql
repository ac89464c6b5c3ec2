-- + function a(integer)
-- + function rows()
-- + function z(integer)
-- + table t
-- + view v

-- step 1, expand: + function a(integer); + function rows(); and 3 more
CREATE FUNCTION public.z(a integer) RETURNS integer
    LANGUAGE sql
    RETURN (a + 1);
CREATE FUNCTION public.a(a integer) RETURNS integer
    LANGUAGE sql
    RETURN (public.z(a) * 2);
CREATE TABLE public.t (
    a integer DEFAULT public.a(1)
);
CREATE FUNCTION public.rows() RETURNS SETOF public.t
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT t.a
    FROM public.t;
END;
CREATE VIEW public.v AS
 SELECT rows.a
   FROM public.rows() rows(a);
-- undo, lossless
--   DROP VIEW public.v;
--   DROP FUNCTION public.rows();
--   DROP TABLE public.t;
--   DROP FUNCTION public.a(integer);
--   DROP FUNCTION public.z(integer);
