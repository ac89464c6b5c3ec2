-- - column t.gone
-- ~ view v: definition SELECT id, gone, kept FROM public.t; -> SELECT id, kept FROM public.t;

-- step 1, swap: ~ view v: definition SELECT id, gone, kept FROM public.t; -> SELECT id, kept FROM public.t;
-- locks: public.t ACCESS SHARE, public.v ACCESS EXCLUSIVE
DROP VIEW public.v;
CREATE VIEW public.v AS
 SELECT id,
    kept
   FROM public.t;
-- undo, lossless
--   DROP VIEW public.v;
--   CREATE VIEW public.v AS
--    SELECT id,
--       gone,
--       kept
--      FROM public.t;

-- step 2, contract: - column t.gone
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: DATA-LOSS
ALTER TABLE public.t DROP COLUMN gone;
-- undo, lossless
--   ALTER TABLE public.t ADD COLUMN gone text;
