-- + function f()
-- + view a
-- + view b
-- + view c

-- step 1, expand: + function f(); + view a; and 2 more
CREATE VIEW public.a AS
 SELECT 1 AS n;
CREATE VIEW public.b AS
 SELECT a.n
   FROM public.a;
CREATE FUNCTION public.f() RETURNS SETOF public.b
    LANGUAGE sql
    AS $$select * from public.b$$;
CREATE VIEW public.c AS
 SELECT f.n
   FROM public.f() f(n);
-- undo, lossless
--   DROP VIEW public.c;
--   DROP FUNCTION public.f();
--   DROP VIEW public.b;
--   DROP VIEW public.a;
