-- + column visits.noticed timestamptz default clock_timestamp()
-- + column visits.token uuid not null default gen_random_uuid()

-- step 1, expand: + column visits.noticed timestamptz default clock_timestamp()
-- locks: public.visits ACCESS EXCLUSIVE
ALTER TABLE public.visits ADD COLUMN noticed timestamp with time zone;
ALTER TABLE public.visits ALTER COLUMN noticed SET DEFAULT clock_timestamp();
-- undo, lossless
--   ALTER TABLE public.visits DROP COLUMN noticed;

-- step 2, expand: + column visits.token uuid default gen_random_uuid()
-- locks: public.visits ACCESS EXCLUSIVE
ALTER TABLE public.visits ADD COLUMN token uuid;
ALTER TABLE public.visits ALTER COLUMN token SET DEFAULT gen_random_uuid();
-- undo, lossless
--   ALTER TABLE public.visits DROP COLUMN token;

-- step 3, fill: fill noticed of public.visits with its default
-- locks: public.visits ROW EXCLUSIVE
update public.visits as t set noticed = default
where t.noticed is null /* batch */;
-- undo, lossless: the column goes

-- step 4, fill: fill token of public.visits with its default
-- locks: public.visits ROW EXCLUSIVE
update public.visits as t set token = default
where t.token is null /* batch */;
-- undo, lossless: the column goes

-- step 5, enforce: no new NULL in token
-- locks: public.visits ACCESS EXCLUSIVE
ALTER TABLE public.visits ADD CONSTRAINT token_is_filled CHECK (token IS NOT NULL) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.visits DROP CONSTRAINT IF EXISTS token_is_filled;

-- step 6, enforce: see that token holds no NULL
-- locks: public.visits SHARE UPDATE EXCLUSIVE
ALTER TABLE public.visits VALIDATE CONSTRAINT token_is_filled;
-- undo, lossless

-- step 7, enforce: ~ column visits.token: not null
-- locks: public.visits ACCESS EXCLUSIVE
ALTER TABLE public.visits ALTER COLUMN token SET NOT NULL;
-- undo, lossless

-- step 8, enforce: drop the check behind NOT NULL of token
-- locks: public.visits ACCESS EXCLUSIVE
ALTER TABLE public.visits DROP CONSTRAINT IF EXISTS token_is_filled;
-- undo, lossless
