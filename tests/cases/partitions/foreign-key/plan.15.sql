-- + foreign key t_id_fkey (id) -> p(id)

-- step 1, validate: + foreign key t_id_fkey (id) -> p(id)
-- locks: public.one SHARE ROW EXCLUSIVE, public.p SHARE ROW EXCLUSIVE, public.t SHARE ROW EXCLUSIVE
-- asks: select count(*) from public.t as t where t.id is not null and not exists (select from public.p as p where p.id = t.id) = 0
ALTER TABLE public.t
    ADD CONSTRAINT t_id_fkey FOREIGN KEY (id) REFERENCES public.p(id);
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT t_id_fkey;
