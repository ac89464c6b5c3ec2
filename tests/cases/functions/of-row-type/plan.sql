-- + column t.b integer
-- ~ function f(public.t): definition changed

-- step 1, expand: + column t.b integer
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ADD COLUMN b integer;
-- undo, lossless
--   ALTER TABLE public.t DROP COLUMN b;

-- step 2, expand: ~ function f(public.t): definition changed
CREATE OR REPLACE FUNCTION public.f(t public.t)
 RETURNS integer
 LANGUAGE sql
AS $function$select t.a + t.b$function$;
-- undo, lossless
--   CREATE OR REPLACE FUNCTION public.f(t public.t)
--    RETURNS integer
--    LANGUAGE sql
--   AS $function$select t.a$function$;
