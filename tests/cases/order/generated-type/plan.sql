-- ~ column t.a: type integer -> bigint
-- ~ column t.b: type integer -> bigint

-- step 1, swap: ~ column t.a: type integer -> bigint; ~ column t.b: type integer -> bigint
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
ALTER TABLE public.t DROP COLUMN b;
ALTER TABLE public.t ALTER COLUMN a TYPE bigint USING a::bigint;
ALTER TABLE public.t ADD COLUMN b bigint GENERATED ALWAYS AS ((a + 1)) STORED;
-- undo, lossless
--   ALTER TABLE public.t DROP COLUMN b;
--   ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a + 1)) STORED;
--   ALTER TABLE public.t DROP COLUMN b;
--   ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer;
--   ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a + 1)) STORED;
