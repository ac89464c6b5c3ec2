-- ~ column t.c: type public.code -> text
-- ~ column t.d: type public.code[] -> text[]
-- - domain code
-- - function valid(text)

-- step 1, swap: ~ column t.c: type public.code -> text; ~ column t.d: type public.code[] -> text[]
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
-- asks: select count(*) from public.t as t where t.d is not null and ((t.d::text[]) is null) = 0
ALTER TABLE public.t ALTER COLUMN c TYPE text USING c::text,
    ALTER COLUMN d TYPE text[] USING d::text[];
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN c TYPE public.code USING c::public.code;
--   ALTER TABLE public.t ALTER COLUMN d TYPE public.code[] USING d::public.code[];

-- step 2, contract: - domain code; - function valid(text)
-- hazards: DROPPED-NAME
DROP DOMAIN public.code;
DROP FUNCTION public.valid(pg_catalog.text);
-- undo, lossless
--   CREATE FUNCTION public.valid(t text) RETURNS boolean
--       LANGUAGE sql IMMUTABLE
--       AS $$select t <> ''$$;
--   CREATE DOMAIN public.code AS text
--   	CONSTRAINT code_check CHECK (public.valid(VALUE));
