-- ~ column t.a: default 'x'::text -> 'y'::text
-- ~ column t.b: default none -> (now())::text
-- ~ column t.c: default 1 -> none

-- step 1, expand: ~ column t.a: default 'x'::text -> 'y'::text; ~ column t.b: default none -> (now())::text; and 1 more
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'y'::text;
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT (now())::text;
ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'x'::text;
--   ALTER TABLE public.t ALTER COLUMN b DROP DEFAULT;
--   ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 1;
