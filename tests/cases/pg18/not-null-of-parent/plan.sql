-- ~ column m.id: not null
-- - not-null constraint m_1_id_not_null
-- + not-null constraint m_id_not_null on m_1 id

-- step 1, contract: ~ column m_1.id: no longer not null
-- locks: public.m_1 ACCESS EXCLUSIVE
ALTER TABLE public.m_1 DROP CONSTRAINT m_1_id_not_null;
-- undo, lossless
--   ALTER TABLE public.m_1 ALTER COLUMN id SET NOT NULL;

-- step 2, enforce: ~ column m.id: not null; ~ column m_1.id: not null
-- locks: public.m ACCESS EXCLUSIVE, public.m_1 ACCESS EXCLUSIVE
-- hazards: REQUIRED-COLUMN
-- asks: select count(*) from public.m as t where t.id is null = 0
ALTER TABLE public.m ALTER COLUMN id SET NOT NULL;
-- undo, lossless
--   ALTER TABLE public.m ALTER COLUMN id DROP NOT NULL;
