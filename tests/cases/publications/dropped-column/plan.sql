-- - column t.b
-- ~ publication p: tables public.t {'columns': ['a', 'b']} -> {'columns': ['a']}

-- step 1, expand: ~ publication p: tables public.t {'columns': ['a', 'b']} -> {'columns': ['a']}
-- locks: public.t SHARE UPDATE EXCLUSIVE
ALTER PUBLICATION p SET TABLE public.t (a);
-- undo, lossless
--   ALTER PUBLICATION p SET TABLE public.t (a, b);

-- step 2, contract: - column t.b
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
ALTER TABLE public.t DROP COLUMN b;
-- undo, lossless
--   ALTER TABLE public.t ADD COLUMN b integer;
