-- + domain good
-- + enum mood (sad, happy)
-- + table t

-- step 1, expand: + domain good; + enum mood (sad, happy); and 1 more
CREATE TYPE public.mood AS ENUM (
    'sad',
    'happy'
);
CREATE DOMAIN public.good AS public.mood
	CONSTRAINT good_check CHECK ((VALUE <> 'sad'::public.mood));
CREATE TABLE public.t (
    m public.good
);
-- undo, lossless
--   DROP TABLE public.t;
--   DROP DOMAIN public.good;
--   DROP TYPE public.mood;
