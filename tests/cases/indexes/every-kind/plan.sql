-- + index Six "quoted" on t (b COLLATE "C")
-- + index five on t USING brin (a) WITH (pages_per_range='4')
-- + index four on t USING hash (b)
-- + index one unique, on t (a) NULLS NOT DISTINCT WHERE (b IS NOT NULL)
-- + index three on t USING gin (c jsonb_path_ops)
-- + index two on t (lower(b) text_pattern_ops, a DESC NULLS LAST) INCLUDE (b)

-- step 1, index: + index Six "quoted" on t (b COLLATE "C"); + index five on t USING brin (a) WITH (pages_per_range='4'); and 4 more
-- locks: public.t SHARE
-- asks: select count(*) from public.t as t where coalesce(pg_column_size(t.b), 0) > 2688 = 0
-- asks: select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n from public.t as t where ((b IS NOT NULL)) group by a having count(*) > 1) as g = 0
-- asks: select ((select count(*) from public.t as t where num_nulls((lower(b))) < 0) + (select count(*) from public.t as t where coalesce(pg_column_size(t.a), 0) + coalesce(pg_column_size(t.b), 0) > 2688))::bigint = 0
CREATE INDEX "Six ""quoted""" ON public.t USING btree (b COLLATE "C");
CREATE INDEX five ON public.t USING brin (a) WITH (pages_per_range='4');
CREATE INDEX four ON public.t USING hash (b);
CREATE UNIQUE INDEX one ON public.t USING btree (a) NULLS NOT DISTINCT WHERE (b IS NOT NULL);
CREATE INDEX three ON public.t USING gin (c jsonb_path_ops);
CREATE INDEX two ON public.t USING btree (lower(b) text_pattern_ops, a DESC NULLS LAST) INCLUDE (b);
-- undo, lossless
--   DROP INDEX public.two;
--   DROP INDEX public.three;
--   DROP INDEX public.one;
--   DROP INDEX public.four;
--   DROP INDEX public.five;
--   DROP INDEX public."Six ""quoted""";

-- step 2, expand: ~ index one: comment none -> one
COMMENT ON INDEX public.one IS 'one';
-- undo, lossless
