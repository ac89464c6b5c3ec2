-- + column t.flag boolean not null default false
-- + column t.name text

-- step 1, expand: + column t.flag boolean not null default false; + column t.name text
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ADD COLUMN flag boolean DEFAULT false NOT NULL;
ALTER TABLE public.t ADD COLUMN name text;
-- undo, lossless
--   ALTER TABLE public.t DROP COLUMN name;
--   ALTER TABLE public.t DROP COLUMN flag;
