-- ~ column one.id: default none -> 7; not null; type integer -> bigint
-- + column one.note text default 'y'::text
-- ~ column t.id: default none -> 7; not null; type integer -> bigint
-- + column t.note text default 'x'::text

-- step 1, expand: ~ column one.id: default none -> 7
-- locks: public.one ACCESS EXCLUSIVE
ALTER TABLE public.one ALTER COLUMN id SET DEFAULT 7;
-- undo, lossless
--   ALTER TABLE public.one ALTER COLUMN id DROP DEFAULT;
--   ALTER TABLE public.t ALTER COLUMN id DROP NOT NULL;
--   ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;
--   ALTER TABLE public.t ALTER COLUMN id TYPE integer USING id::integer;
--   ALTER TABLE public.t DROP COLUMN note;

-- step 2, expand: + column one.note text default 'x'::text; + column t.note text default 'x'::text
-- locks: public.one ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ADD COLUMN note text DEFAULT 'x'::text;
-- undo, lossless

-- step 3, expand: ~ column one.note: default 'x'::text -> 'y'::text
-- locks: public.one ACCESS EXCLUSIVE
ALTER TABLE public.one ALTER COLUMN note SET DEFAULT 'y'::text;
-- undo, lossless

-- step 4, enforce: ~ column one.id: not null; ~ column t.id: not null
-- locks: public.one ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.t as t where t.id is null = 0
ALTER TABLE public.t ALTER COLUMN id SET NOT NULL;
-- undo, lossless

-- step 5, swap: ~ column one.id: type integer -> bigint; ~ column t.id: default none -> 7; type integer -> bigint
-- locks: public.one ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
-- rewrites: public.one
-- asks: select count(*) from public.t as t where t.id is null = 0
ALTER TABLE public.t ALTER COLUMN id TYPE bigint USING id::bigint;
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT 7;
-- undo, lossless
