-- ~ function f(integer): definition changed

-- step 1, expand: ~ function f(integer): definition changed
CREATE OR REPLACE FUNCTION public.f(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE COST 5
 SET search_path TO 'public'
AS $function$select a + 1$function$;
-- undo, lossless
--   CREATE OR REPLACE FUNCTION public.f(a integer)
--    RETURNS integer
--    LANGUAGE sql
--   AS $function$select a$function$;
