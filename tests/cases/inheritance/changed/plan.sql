-- + column child.fresh text default 'f'::text
-- - column child.gone
-- + column parent.fresh text default 'f'::text
-- - column parent.gone
-- + check fresh on child ((fresh <> ''::text))
-- + check fresh on parent ((fresh <> ''::text))
-- noticed: column public.parent.gone goes and column public.parent.fresh comes, and they look alike: if it is renamed, add - {rename: public.parent.gone, to: fresh}

-- step 1, expand: + column child.fresh text default 'f'::text; + column parent.fresh text default 'f'::text
-- locks: public.child ACCESS EXCLUSIVE, public.parent ACCESS EXCLUSIVE
ALTER TABLE public.parent ADD COLUMN fresh text DEFAULT 'f'::text;
-- undo, lossless
--   ALTER TABLE public.parent DROP COLUMN fresh;
--   ALTER TABLE public.parent ADD COLUMN gone text;

-- step 2, enforce: + check fresh on child ((fresh <> ''::text)); + check fresh on parent ((fresh <> ''::text))
-- locks: public.child ACCESS EXCLUSIVE, public.parent ACCESS EXCLUSIVE
ALTER TABLE public.parent ADD CONSTRAINT fresh CHECK ((fresh <> ''::text));
-- undo, lossless
--   ALTER TABLE public.parent DROP CONSTRAINT fresh;

-- step 3, contract: - column child.gone; - column parent.gone
-- locks: public.child ACCESS EXCLUSIVE, public.parent ACCESS EXCLUSIVE
-- hazards: DATA-LOSS, DROPPED-NAME
ALTER TABLE public.parent DROP COLUMN gone;
-- undo, lossless
