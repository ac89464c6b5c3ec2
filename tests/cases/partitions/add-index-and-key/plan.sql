-- + primary key t_pkey (id, at)
-- + index t_at on t (at)

-- step 1, enforce: + primary key t_pkey (id, at)
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n from public.t as t where id is not null and at is not null group by id, at having count(*) > 1) as g = 0
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_pkey PRIMARY KEY (id, at);
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT t_pkey;

-- step 2, enforce: + primary key t_1_pkey (id, at)
-- locks: public.t_1 ACCESS EXCLUSIVE
ALTER TABLE ONLY public.t_1
    ADD CONSTRAINT t_1_pkey PRIMARY KEY (id, at);
-- undo, lossless

-- step 3, enforce: + primary key t_2_pkey (id, at)
-- locks: public.t_2 ACCESS EXCLUSIVE
ALTER TABLE ONLY public.t_2
    ADD CONSTRAINT t_2_pkey PRIMARY KEY (id, at);
-- undo, lossless

-- step 4, index: + index t_at on t (at)
-- locks: public.t SHARE
CREATE INDEX t_at ON ONLY public.t USING btree (at);
-- undo, lossless
--   DROP INDEX public.t_at;

-- step 5, index: + index t_1_at_idx on t_1 (at)
-- locks: public.t_1 SHARE
CREATE INDEX t_1_at_idx ON public.t_1 USING btree (at);
-- undo, lossless

-- step 6, index: + index t_2_at_idx on t_2 (at)
-- locks: public.t_2 SHARE
CREATE INDEX t_2_at_idx ON public.t_2 USING btree (at);
-- undo, lossless

-- step 7, expand: ~ primary key t_pkey: index valid; ~ primary key t_1_pkey: attached to none -> t_pkey on public.t; inherited none -> 1; no longer local; and 4 more
-- locks: public.t ACCESS SHARE, public.t_1 ACCESS SHARE, public.t_2 ACCESS SHARE
-- asks: select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n from public.t as t where id is not null and at is not null group by id, at having count(*) > 1) as g = 0
ALTER INDEX public.t_pkey ATTACH PARTITION public.t_1_pkey;
ALTER INDEX public.t_pkey ATTACH PARTITION public.t_2_pkey;
ALTER INDEX public.t_at ATTACH PARTITION public.t_1_at_idx;
ALTER INDEX public.t_at ATTACH PARTITION public.t_2_at_idx;
-- undo, lossless
