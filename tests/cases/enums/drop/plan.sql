-- ~ column t.l: type public.mood[] -> text[]
-- ~ column t.m: default 'sad'::public.mood -> 'sad'::text; type public.mood -> text
-- - enum mood

-- step 1, swap: ~ column t.l: type public.mood[] -> text[]
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
-- asks: select count(*) from public.t as t where t.l is not null and ((t.l::text[]) is null) = 0
ALTER TABLE public.t ALTER COLUMN l TYPE text[] USING l::text[];
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN l TYPE public.mood[] USING l::public.mood[];
--   ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
--   ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::public.mood;
--   ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'sad'::public.mood;

-- step 2, swap: ~ column t.m: default 'sad'::public.mood -> 'sad'::text; type public.mood -> text
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN m TYPE text USING m::text;
ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'sad'::text;
-- undo, lossless

-- step 3, contract: - enum mood
-- hazards: DROPPED-NAME
DROP TYPE public.mood;
-- undo, lossless
--   CREATE TYPE public.mood AS ENUM (
--       'sad',
--       'happy'
--   );
