-- + foreign key to_other on m (id) -> other(id)
-- ~ foreign key to_other on m_1: attached to none -> to_other on public.m; definition changed; inherited none -> 1; no longer local
-- + index Own name on m_1 (id)
-- - index m_1_id_idx
-- + trigger tell on m
-- ~ trigger tell on m_1: attached to none -> tell on public.m

-- step 1, expand: + index Own name on m_1 (id); - index m_1_id_idx
ALTER INDEX public.m_1_id_idx RENAME TO "Own name";
-- undo, lossless
--   ALTER INDEX public."Own name" RENAME TO m_1_id_idx;
--   DROP TRIGGER tell on public.m;
--   ALTER TABLE public.m DROP CONSTRAINT to_other;
--   CREATE TRIGGER tell AFTER INSERT ON public.m_1 FOR EACH ROW EXECUTE FUNCTION public.told();
--   ALTER TABLE ONLY public.m_1
--       ADD CONSTRAINT to_other FOREIGN KEY (id) REFERENCES public.other(id) ON DELETE CASCADE;

-- step 2, swap: + foreign key to_other on m (id) -> other(id); ~ foreign key to_other on m_1: attached to none -> to_other on public.m; definition changed; inherited none -> 1; no longer local; and 2 more
-- locks: public.m SHARE ROW EXCLUSIVE, public.m_1 ACCESS EXCLUSIVE, public.other ACCESS EXCLUSIVE
-- asks: select count(*) from public.m as t where t.id is not null and not exists (select from public.other as p where p.id = t.id) = 0
ALTER TABLE public.m_1 DROP CONSTRAINT to_other;
DROP TRIGGER tell on public.m_1;
CREATE TRIGGER tell AFTER INSERT ON public.m FOR EACH ROW EXECUTE FUNCTION public.told();
ALTER TABLE public.m
    ADD CONSTRAINT to_other FOREIGN KEY (id) REFERENCES public.other(id);
-- undo, lossless
