-- ~ index one: definition changed
-- ~ index three: definition changed
-- ~ index two: definition changed

-- step 1, swap: ~ index one: definition changed
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.t as t where coalesce(pg_column_size(t.b), 0) > 2688 = 0
DROP INDEX public.one;
CREATE INDEX one ON public.t USING btree (b text_pattern_ops);
-- undo, lossless
--   DROP INDEX public.one;
--   CREATE INDEX one ON public.t USING btree (b);
--   DROP INDEX public.three;
--   CREATE INDEX three ON public.t USING btree (a) WITH (fillfactor='50');
--   DROP INDEX public.two;
--   CREATE UNIQUE INDEX two ON public.t USING btree (a);

-- step 2, swap: ~ index three: definition changed
-- locks: public.t ACCESS EXCLUSIVE
DROP INDEX public.three;
CREATE INDEX three ON public.t USING btree (a) WITH (fillfactor='70');
-- undo, lossless

-- step 3, swap: ~ index two: definition changed
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n from public.t as t group by a having count(*) > 1) as g = 0
DROP INDEX public.two;
CREATE UNIQUE INDEX two ON public.t USING btree (a) NULLS NOT DISTINCT;
-- undo, lossless
