-- ~ type pair: attributes -{'name': 'b', 'type': 'text'} +{'name': 'b', 'type': 'character varying(5)'} +{'name': 'c', 'type': 'date'}

-- step 1, expand: ~ type pair: attributes +{'name': 'c', 'type': 'date'}
-- locks: public.pair ACCESS EXCLUSIVE
ALTER TYPE public.pair ADD ATTRIBUTE c date;
-- undo, lossless
--   ALTER TYPE public.pair DROP ATTRIBUTE c;
--   ALTER TABLE public.t ALTER COLUMN k TYPE public.pair USING k::public.pair;
--   DROP DOMAIN public.known_pair;
--   ALTER TYPE public.pair RENAME TO pair__before;
--   CREATE TYPE public.pair AS (a text, b text);
--   CREATE FUNCTION public.pair__over(public.pair__before) RETURNS public.pair LANGUAGE sql STABLE STRICT
--       RETURN ROW(($1).a, ($1).b)::text::public.pair;
--   CREATE CAST (public.pair__before AS public.pair) WITH FUNCTION public.pair__over(public.pair__before);
--   ALTER TABLE public.t ALTER COLUMN k TYPE public.pair USING k::public.pair;
--   ALTER TABLE public.t ALTER COLUMN more TYPE public.pair[] USING more::public.pair[];
--   ALTER TABLE public.t ALTER COLUMN p TYPE public.pair USING p::public.pair;
--   DROP CAST (public.pair__before AS public.pair);
--   DROP FUNCTION public.pair__over(public.pair__before);
--   DROP TYPE public.pair__before;
--   CREATE DOMAIN public.known_pair AS public.pair
--   	CONSTRAINT known_pair_check CHECK (((VALUE).a IS NOT NULL));
--   ALTER TABLE public.t ALTER COLUMN k TYPE public.known_pair USING k::public.known_pair;

-- step 2, swap: ~ type pair: attributes -{'name': 'b', 'type': 'text'} +{'name': 'b', 'type': 'character varying(5)'}
-- locks: public.pair ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
-- rewrites: public.t
ALTER TABLE public.t ALTER COLUMN k TYPE public.pair USING k::public.pair;
DROP DOMAIN public.known_pair;
ALTER TYPE public.pair RENAME TO pair__before;
CREATE TYPE public.pair AS (b character varying(5), c date, a text);
CREATE FUNCTION public.pair__over(public.pair__before) RETURNS public.pair LANGUAGE sql STABLE STRICT
    RETURN ROW(($1).b, ($1).c, ($1).a)::text::public.pair;
CREATE CAST (public.pair__before AS public.pair) WITH FUNCTION public.pair__over(public.pair__before);
ALTER TABLE public.t ALTER COLUMN k TYPE public.pair USING k::public.pair,
    ALTER COLUMN more TYPE public.pair[] USING more::public.pair[],
    ALTER COLUMN p TYPE public.pair USING p::public.pair;
DROP CAST (public.pair__before AS public.pair);
DROP FUNCTION public.pair__over(public.pair__before);
DROP TYPE public.pair__before;
CREATE DOMAIN public.known_pair AS public.pair
	CONSTRAINT known_pair_check CHECK (((VALUE).a IS NOT NULL));
ALTER TABLE public.t ALTER COLUMN k TYPE public.known_pair USING k::public.known_pair;
-- undo, lossless
