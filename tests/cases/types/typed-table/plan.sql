-- - column t.b
-- + column t.c text
-- ~ type shape: attributes -{'name': 'b', 'type': 'text'} +{'name': 'c', 'type': 'text'}

-- step 1, expand: - column t.b; + column t.c text; and 1 more
-- locks: public.shape ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
ALTER TYPE public.shape DROP ATTRIBUTE b CASCADE;
ALTER TYPE public.shape ADD ATTRIBUTE c text CASCADE;
-- undo, lossless
--   ALTER TYPE public.shape DROP ATTRIBUTE c CASCADE;
--   ALTER TYPE public.shape ADD ATTRIBUTE b text CASCADE;
