-- ~ column m_1.at: inherited none -> 1; no longer local
-- ~ column m_1.id: inherited none -> 1; no longer local
-- - not-null constraint m_1_at_not_null
-- - not-null constraint m_1_id_not_null
-- ~ primary key m_1_pkey: attached to none -> m_pkey on public.m; inherited none -> 1; no longer local
-- + not-null constraint m_at_not_null on m_1 at
-- + not-null constraint m_id_not_null on m_1 id
-- ~ table m_1: bound none -> FOR VALUES FROM (0) TO (10); partition of none -> public.m

-- step 1, expand: - not-null constraint m_1_at_not_null; - not-null constraint m_1_id_not_null; and 2 more
-- locks: public.m_1 ACCESS EXCLUSIVE
ALTER TABLE public.m_1 RENAME CONSTRAINT m_1_at_not_null TO m_at_not_null;
ALTER TABLE public.m_1 RENAME CONSTRAINT m_1_id_not_null TO m_id_not_null;
-- undo, lossless
--   ALTER TABLE public.m_1 RENAME CONSTRAINT m_at_not_null TO m_1_at_not_null;
--   ALTER TABLE public.m_1 RENAME CONSTRAINT m_id_not_null TO m_1_id_not_null;

-- step 2, expand: ~ column m_1.at: inherited none -> 1; no longer local; ~ column m_1.id: inherited none -> 1; no longer local; and 4 more
-- locks: public.m SHARE UPDATE EXCLUSIVE, public.m_1 ACCESS EXCLUSIVE
-- asks: select count(*) from public.m_1 as t where (at is not null and (at) >= (0) and (at) < (10)) is not true = 0
ALTER TABLE public.m ATTACH PARTITION public.m_1 FOR VALUES FROM (0) TO (10);
-- undo, lossless
--   ALTER TABLE public.m DETACH PARTITION public.m_1;

-- step 3, expand: ALTER INDEX public.m_pkey ATTACH PARTITION public.m_1_pkey
-- locks: public.m ACCESS SHARE, public.m_1 ACCESS SHARE
ALTER INDEX public.m_pkey ATTACH PARTITION public.m_1_pkey;
-- undo, lossless
