-- ~ column t.a: type s.d -> text
-- - domain s.d
-- - schema s

-- step 1, swap: ~ column t.a: type s.d -> text
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN a TYPE text USING a::text;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a TYPE s.d USING a::s.d;

-- step 2, contract: - domain s.d; - schema s
-- hazards: DROPPED-NAME
DROP DOMAIN s.d;
DROP SCHEMA s;
-- undo, lossless
--   CREATE SCHEMA s;
--   CREATE DOMAIN s.d AS text;
