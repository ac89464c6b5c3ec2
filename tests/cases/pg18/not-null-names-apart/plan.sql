-- + not-null constraint one_id_not_null id
-- - not-null constraint t_id_not_null on one

-- step 1, swap: + not-null constraint one_id_not_null id; - not-null constraint t_id_not_null on one
-- locks: public.one ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DETACH PARTITION public.one;
ALTER TABLE public.one RENAME CONSTRAINT t_id_not_null TO one_id_not_null;
ALTER TABLE public.t ATTACH PARTITION public.one FOR VALUES IN (1);
-- undo, lossless
--   ALTER TABLE public.t DETACH PARTITION public.one;
--   ALTER TABLE public.one RENAME CONSTRAINT one_id_not_null TO t_id_not_null;
--   ALTER TABLE public.t ATTACH PARTITION public.one FOR VALUES IN (1);
