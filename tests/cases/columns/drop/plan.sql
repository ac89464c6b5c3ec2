-- - column t.gone

-- step 1, contract: - column t.gone
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: DATA-LOSS
ALTER TABLE public.t DROP COLUMN gone;
-- undo, lossless
--   ALTER TABLE public.t ADD COLUMN gone text;
