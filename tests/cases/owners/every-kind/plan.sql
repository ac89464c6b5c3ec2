-- ~ domain d: owner difftool_shadow -> anna
-- ~ enum e: owner difftool_shadow -> anna
-- ~ function f(integer): owner difftool_shadow -> anna
-- ~ sequence s: owner difftool_shadow -> anna
-- ~ table t: owner difftool_shadow -> anna
-- ~ view v: owner difftool_shadow -> Dr. No

-- step 1, expand: ~ domain d: owner difftool_shadow -> anna; ~ enum e: owner difftool_shadow -> anna; and 2 more
-- locks: public.s ACCESS EXCLUSIVE
ALTER DOMAIN public.d OWNER TO anna;
ALTER TYPE public.e OWNER TO anna;
ALTER FUNCTION public.f(integer) OWNER TO anna;
ALTER SEQUENCE public.s OWNER TO anna;
-- undo, lossless
--   ALTER DOMAIN public.d OWNER TO difftool_shadow;
--   ALTER TYPE public.e OWNER TO difftool_shadow;
--   ALTER FUNCTION public.f(integer) OWNER TO difftool_shadow;
--   ALTER SEQUENCE public.s OWNER TO difftool_shadow;
--   ALTER TABLE public.t OWNER TO difftool_shadow;
--   ALTER VIEW public.v OWNER TO difftool_shadow;

-- step 2, expand: ~ table t: owner difftool_shadow -> anna
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t OWNER TO anna;
-- undo, lossless

-- step 3, expand: ~ view v: owner difftool_shadow -> Dr. No
-- locks: public.v ACCESS EXCLUSIVE
ALTER VIEW public.v OWNER TO "Dr. No";
-- undo, lossless
