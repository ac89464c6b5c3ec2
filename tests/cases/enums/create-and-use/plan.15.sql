-- ~ column t.m: default 'sad'::text -> 'sad'::public.mood; type text -> public.mood
-- ~ column v.m: type text -> public.mood
-- + enum mood (sad, happy)

-- step 1, expand: + enum mood (sad, happy)
CREATE TYPE public.mood AS ENUM (
    'sad',
    'happy'
);
-- undo, lossless
--   DROP TYPE public.mood;
--   CREATE VIEW public.v AS
--    SELECT t.m
--      FROM public.t;

-- step 2, swap: ~ column t.m: default 'sad'::text -> 'sad'::public.mood; type text -> public.mood; ~ column v.m: type text -> public.mood
-- locks: public.t ACCESS EXCLUSIVE, public.v ACCESS EXCLUSIVE
-- rewrites: public.t
-- hazards: NARROWED-TYPE
DROP VIEW public.v;
ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::public.mood;
ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'sad'::public.mood;
CREATE VIEW public.v AS
 SELECT t.m
   FROM public.t;
-- undo, lossless
--   DROP VIEW public.v;
--   ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
--   ALTER TABLE public.t ALTER COLUMN m TYPE text USING m::text;
--   ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'sad'::text;
