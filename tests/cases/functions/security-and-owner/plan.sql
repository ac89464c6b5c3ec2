-- ~ function f(): definition changed; owner anna -> bob

-- step 1, expand: ~ function f(): definition changed; owner anna -> bob
-- hazards: DEFINER-PATH
CREATE OR REPLACE FUNCTION public.f()
 RETURNS integer
 LANGUAGE sql
 STRICT SECURITY DEFINER LEAKPROOF
AS $function$select 1$function$;
ALTER FUNCTION public.f() OWNER TO bob;
-- undo, lossless
--   CREATE OR REPLACE FUNCTION public.f()
--    RETURNS integer
--    LANGUAGE sql
--   AS $function$select 1$function$;
--   ALTER FUNCTION public.f() OWNER TO anna;
