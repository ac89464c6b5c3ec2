-- ~ check a on t: validated
-- + check b on t ((b > 0))

-- step 1, enforce: + check b on t ((b > 0))
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t
    ADD CONSTRAINT b CHECK ((b > 0)) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT b;
--   ALTER TABLE public.t DROP CONSTRAINT a;
--   ALTER TABLE public.t
--       ADD CONSTRAINT a CHECK ((a > 0)) NOT VALID;

-- step 2, validate: ~ check a on t: validated
-- locks: public.t SHARE UPDATE EXCLUSIVE
-- asks: select count(*) from public.t as t where not ((a > 0)) = 0
ALTER TABLE public.t VALIDATE CONSTRAINT a;
-- undo, lossless
