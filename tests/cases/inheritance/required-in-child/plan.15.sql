-- ~ column child.id: no longer not null
-- ~ column child.n: not null
-- + table other

-- step 1, expand: ~ column child.id: no longer not null
-- locks: public.child ACCESS EXCLUSIVE
ALTER TABLE public.child ALTER COLUMN id DROP NOT NULL;
-- undo, lossless
--   ALTER TABLE public.child ALTER COLUMN id SET NOT NULL;
--   ALTER TABLE public.child ALTER COLUMN n DROP NOT NULL;
--   DROP TABLE public.other;

-- step 2, enforce: ~ column child.n: not null
-- locks: public.child ACCESS EXCLUSIVE
-- hazards: REQUIRED-COLUMN
ALTER TABLE public.child ALTER COLUMN n SET NOT NULL;
-- undo, lossless

-- step 3, swap: + table other
-- locks: public.parent SHARE UPDATE EXCLUSIVE
CREATE TABLE public.other (
)
INHERITS (public.parent);
ALTER TABLE ONLY public.other ALTER COLUMN n SET NOT NULL;
-- undo, lossless
