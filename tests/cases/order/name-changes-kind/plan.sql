-- + table x
-- - view x

-- step 1, contract: - view x
-- locks: public.x ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
DROP VIEW public.x;
-- undo, lossless
--   CREATE VIEW public.x AS
--    SELECT 1 AS a;

-- step 2, expand: + table x
CREATE TABLE public.x (
    a integer
);
-- undo, lossless
--   DROP TABLE public.x;
