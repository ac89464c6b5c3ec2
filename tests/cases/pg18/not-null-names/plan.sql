-- ~ column t.b: no longer not null
-- ~ column t.c: not null
-- + not-null constraint new on t a
-- - not-null constraint old on t

-- step 1, expand: ~ column t.b: no longer not null; + not-null constraint new on t a; and 1 more
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t RENAME CONSTRAINT old TO new;
ALTER TABLE public.t ALTER COLUMN b DROP NOT NULL;
-- undo, lossless
--   ALTER TABLE public.t RENAME CONSTRAINT new TO old;
--   ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
--   ALTER TABLE public.t ALTER COLUMN c DROP NOT NULL;

-- step 2, enforce: ~ column t.c: not null
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: REQUIRED-COLUMN
-- asks: select count(*) from public.t as t where t.c is null = 0
ALTER TABLE public.t ALTER COLUMN c SET NOT NULL;
-- undo, lossless

-- step 3, expand: + not-null constraint c_is_there on t c; - not-null constraint t_c_not_null
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t RENAME CONSTRAINT t_c_not_null TO c_is_there;
-- undo, lossless

-- step 4, swap: ~ not-null constraint c_is_there on t: no inherit
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT c_is_there;
ALTER TABLE ONLY public.t ADD CONSTRAINT c_is_there NOT NULL c NO INHERIT;
-- undo, lossless
