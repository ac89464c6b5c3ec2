-- + column t.double numeric
-- ~ column t.price: default none -> public.twice((1)::numeric)
-- + check t_price_check (public.valid(price))
-- + function twice(numeric)
-- + function valid(numeric)
-- + index t_twice on t (public.twice(price))

-- step 1, expand: + function twice(numeric); + function valid(numeric)
CREATE FUNCTION public.twice(n numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE
    AS $$select n * 2$$;
CREATE FUNCTION public.valid(n numeric) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$select n > 0$$;
-- undo, lossless
--   DROP FUNCTION public.valid(numeric);
--   ALTER TABLE public.t DROP COLUMN double;
--   DROP FUNCTION public.twice(numeric);

-- step 2, expand: + column t.double numeric; ~ column t.price: default none -> public.twice((1)::numeric)
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
ALTER TABLE public.t ADD COLUMN double numeric GENERATED ALWAYS AS (public.twice(price)) STORED;
ALTER TABLE public.t ALTER COLUMN price SET DEFAULT public.twice((1)::numeric);
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN price DROP DEFAULT;
--   DROP INDEX public.t_twice;
--   ALTER TABLE public.t DROP CONSTRAINT t_price_check;

-- step 3, index: + index t_twice on t (public.twice(price))
-- locks: public.t SHARE
-- asks: select count(*) from public.t as t where num_nulls((public.twice(price))) < 0 = 0
CREATE INDEX t_twice ON public.t USING btree (public.twice(price));
-- undo, lossless

-- step 4, enforce: + check t_price_check (public.valid(price))
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.t as t where not (public.valid(price)) = 0
ALTER TABLE public.t ADD CONSTRAINT t_price_check CHECK (public.valid(price));
-- undo, lossless
