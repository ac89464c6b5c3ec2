-- - function f()
-- + procedure f()

-- step 1, contract: - function f()
-- hazards: DROPPED-NAME
DROP FUNCTION public.f();
-- undo, lossless
--   CREATE FUNCTION public.f() RETURNS void
--       LANGUAGE sql
--       AS $$select 1$$;

-- step 2, expand: + procedure f()
CREATE PROCEDURE public.f()
    LANGUAGE sql
    AS $$select 1$$;
-- undo, lossless
--   DROP PROCEDURE public.f();
