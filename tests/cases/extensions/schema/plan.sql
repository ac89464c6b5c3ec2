-- ~ column t.c: type public.citext -> ext.citext
-- ~ extension citext: schema public -> ext

-- step 1, expand: ~ column t.c: type public.citext -> ext.citext; ~ extension citext: schema public -> ext
ALTER EXTENSION citext SET SCHEMA ext;
-- undo, lossless
--   ALTER EXTENSION citext SET SCHEMA public;
--   ALTER TABLE public.t ALTER COLUMN c TYPE public.citext USING c::public.citext;

-- step 2, swap: ALTER TABLE public.t ALTER COLUMN c TYPE ext.citext USING c::ext.citext
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN c TYPE ext.citext USING c::ext.citext;
-- undo, lossless
