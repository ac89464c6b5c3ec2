-- ~ check c on t: no inherit

-- step 1, swap: ~ check c on t: no inherit
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT c;
ALTER TABLE ONLY public.t ADD CONSTRAINT c CHECK ((a > 0)) NO INHERIT;
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT c;
--   ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0));
