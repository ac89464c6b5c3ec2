-- - column t.b
-- + column t.c text
-- ~ type shape: attributes -{'name': 'b', 'type': 'text'} +{'name': 'c', 'type': 'text'}
-- noticed: column public.t.b goes and column public.t.c comes, and they look alike: if it is renamed, add - {rename: public.t.b, to: c}

-- step 1, expand: - column t.b; + column t.c text; and 1 more
-- locks: public.shape ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
ALTER TYPE public.shape DROP ATTRIBUTE b CASCADE;
ALTER TYPE public.shape ADD ATTRIBUTE c text CASCADE;
-- undo, lossless
--   ALTER TYPE public.shape DROP ATTRIBUTE c CASCADE;
--   ALTER TYPE public.shape ADD ATTRIBUTE b text CASCADE;
