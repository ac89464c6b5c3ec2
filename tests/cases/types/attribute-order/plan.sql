-- ~ function f(): definition changed
-- ~ type pair: attributes in another order

-- step 1, swap: ~ function f(): definition changed; ~ type pair: attributes in another order
-- locks: public.pair ACCESS EXCLUSIVE
DROP FUNCTION public.f();
DROP TYPE public.pair;
CREATE TYPE public.pair AS (
	b text,
	a integer
);
CREATE FUNCTION public.f() RETURNS public.pair
    LANGUAGE sql
    AS $$select null::text, 1$$;
-- undo, lossless
--   CREATE OR REPLACE FUNCTION public.f()
--    RETURNS public.pair
--    LANGUAGE sql
--   AS $function$select 1, null::text$function$;
--   DROP FUNCTION public.f();
--   DROP TYPE public.pair;
--   CREATE TYPE public.pair AS (
--   	a integer,
--   	b text
--   );
--   CREATE FUNCTION public.f() RETURNS public.pair
--       LANGUAGE sql
--       AS $$select 1, null::text$$;
