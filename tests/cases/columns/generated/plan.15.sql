-- ~ column t.d: expression (a + b) -> (a * b)

-- step 1, swap: ~ column t.d: expression (a + b) -> (a * b); - index t_d
-- locks: public.t ACCESS EXCLUSIVE, public.v ACCESS EXCLUSIVE
-- rewrites: public.t
-- asks: select count(*) from public.t as t where num_nulls(((a * b))) < 0 = 0
DROP VIEW public.v;
ALTER TABLE public.t DROP COLUMN d;
ALTER TABLE public.t ADD COLUMN d integer GENERATED ALWAYS AS ((a * b)) STORED;
COMMENT ON COLUMN public.t.d IS 'sum';
CREATE VIEW public.v AS
 SELECT t.d
   FROM public.t;
-- undo, lossless
--   DROP VIEW public.v;
--   ALTER TABLE public.t DROP COLUMN d;
--   ALTER TABLE public.t ADD COLUMN d integer GENERATED ALWAYS AS ((a + b)) STORED;
--   COMMENT ON COLUMN public.t.d IS 'sum';
--   CREATE VIEW public.v AS
--    SELECT t.d
--      FROM public.t;
--   CREATE INDEX t_d ON public.t USING btree (d);

-- step 2, index: + index t_d on t (d)
-- locks: public.t SHARE
CREATE INDEX t_d ON public.t USING btree (d);
-- undo, lossless
