-- + column t.c public.short default 'x'::text
-- + domain code
-- + domain short
-- + function valid(text)

-- step 1, expand: + domain code; + domain short; and 1 more
CREATE FUNCTION public.valid(t text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$select t <> ''$$;
CREATE DOMAIN public.code AS text
	CONSTRAINT code_check CHECK (public.valid(VALUE));
CREATE DOMAIN public.short AS public.code
	CONSTRAINT short_check CHECK ((length((VALUE)::text) < 5));
-- undo, lossless
--   DROP DOMAIN public.short;
--   DROP DOMAIN public.code;
--   DROP FUNCTION public.valid(pg_catalog.text);

-- step 2, expand: + column t.c public.short default 'x'::text
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
ALTER TABLE public.t ADD COLUMN c public.short DEFAULT 'x'::text;
-- undo, lossless
--   ALTER TABLE public.t DROP COLUMN c;
