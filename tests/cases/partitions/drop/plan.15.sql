-- - table two

-- step 1, contract: - table two
-- locks: public.t ACCESS EXCLUSIVE, public.two ACCESS EXCLUSIVE
-- hazards: DATA-LOSS, DROPPED-NAME
DROP TABLE public.two;
-- undo, lossless
--   CREATE TABLE public.two (
--       id integer,
--       at integer NOT NULL
--   );
--   ALTER TABLE public.t ATTACH PARTITION public.two FOR VALUES FROM (2) TO (3);
