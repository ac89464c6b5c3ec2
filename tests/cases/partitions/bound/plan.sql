-- ~ table one: bound FOR VALUES FROM (1) TO (2) -> FOR VALUES FROM (1) TO (10)

-- step 1, expand: ~ table one: bound FOR VALUES FROM (1) TO (2) -> FOR VALUES FROM (1) TO (10)
-- locks: public.one ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.one as t where (at is not null and (at) >= (1) and (at) < (10)) is not true = 0
ALTER TABLE public.t DETACH PARTITION public.one;
ALTER TABLE public.t ATTACH PARTITION public.one FOR VALUES FROM (1) TO (10);
-- undo, lossless
--   ALTER TABLE public.t DETACH PARTITION public.one;
--   ALTER TABLE public.t ATTACH PARTITION public.one FOR VALUES FROM (1) TO (2);
