-- + check c on t ((a > 0))

-- step 1, enforce: + check c on t ((a > 0))
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t
    ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT c;
