-- - sequence s
-- + table t

-- step 1, expand: + table t
CREATE TABLE public.t (
    a integer
);
-- undo, lossless
--   DROP TABLE public.t;
--   CREATE SEQUENCE public.s
--       START WITH 1
--       INCREMENT BY 1
--       NO MINVALUE
--       NO MAXVALUE
--       CACHE 1;

-- step 2, contract: - sequence s
-- locks: public.s ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
DROP SEQUENCE public.s;
-- undo, lossless
