-- ~ column t.m: default 'sad'::public.mood -> 'ok'::public.mood
-- ~ enum mood: labels +worst +ok +best

-- step 1, expand: ~ enum mood: labels +worst
-- hazards: IRREVERSIBLE
ALTER TYPE public.mood ADD VALUE 'worst' BEFORE 'sad';
-- undo, irreversible: PostgreSQL cannot take a label out of an enum: the way back leaves it

-- step 2, expand: ~ enum mood: labels +ok
-- hazards: IRREVERSIBLE
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
-- undo, irreversible: PostgreSQL cannot take a label out of an enum: the way back leaves it

-- step 3, expand: ~ enum mood: labels +best
-- hazards: IRREVERSIBLE
ALTER TYPE public.mood ADD VALUE 'best' AFTER 'happy';
-- undo, irreversible: PostgreSQL cannot take a label out of an enum: the way back leaves it

-- step 4, expand: ~ column t.m: default 'sad'::public.mood -> 'ok'::public.mood
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'ok'::public.mood;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'sad'::public.mood;
