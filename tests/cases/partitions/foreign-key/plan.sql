-- + foreign key t_id_fkey (id) -> p(id)

-- step 1, guard: + foreign key t_id_fkey (id) -> p(id)
-- locks: public.one SHARE ROW EXCLUSIVE, public.p SHARE ROW EXCLUSIVE, public.t SHARE ROW EXCLUSIVE
-- asks: select count(*) from public.t as t where t.id is not null and not exists (select from public.p as p where p.id = t.id) = 0
ALTER TABLE public.t
    ADD CONSTRAINT t_id_fkey FOREIGN KEY (id) REFERENCES public.p(id) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT t_id_fkey;

-- step 2, validate: validate t_id_fkey
-- locks: public.one SHARE UPDATE EXCLUSIVE, public.p ROW SHARE, public.t SHARE UPDATE EXCLUSIVE
-- asks: select count(*) from public.t as t where t.id is not null and not exists (select from public.p as p where p.id = t.id) = 0
ALTER TABLE public.t VALIDATE CONSTRAINT t_id_fkey;
-- undo, lossless
