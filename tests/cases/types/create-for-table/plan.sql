-- + column t.p public.pair[] not null default '{}'::public.pair[]
-- + function f()
-- + type pair

-- step 1, expand: + function f(); + type pair
CREATE TYPE public.pair AS (
	a integer,
	b text
);
CREATE FUNCTION public.f() RETURNS SETOF public.pair
    LANGUAGE sql
    AS $$select 1, 'x'$$;
-- undo, lossless
--   DROP FUNCTION public.f();
--   DROP TYPE public.pair;

-- step 2, expand: + column t.p public.pair[] not null default '{}'::public.pair[]
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ADD COLUMN p public.pair[] DEFAULT '{}'::public.pair[] NOT NULL;
-- undo, lossless
--   ALTER TABLE public.t DROP COLUMN p;
