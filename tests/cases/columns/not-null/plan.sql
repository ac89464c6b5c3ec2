-- ~ column t.a: not null
-- ~ column t.b: no longer not null

-- step 1, expand: ~ column t.b: no longer not null
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN b DROP NOT NULL;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;

-- step 2, enforce: ~ column t.a: not null
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: REQUIRED-COLUMN
-- asks: select count(*) from public.t as t where t.a is null = 0
ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL;
