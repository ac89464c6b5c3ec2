-- + foreign key ours_id_fkey (id) -> theirs(id)

-- step 1, guard: + foreign key ours_id_fkey (id) -> theirs(id)
-- locks: public.ours SHARE ROW EXCLUSIVE, public.theirs SHARE ROW EXCLUSIVE
-- asks: select count(*) from public.ours as t where t.id is not null and not exists (select from public.theirs as p where p.id = t.id) = 0
ALTER TABLE ONLY public.ours
    ADD CONSTRAINT ours_id_fkey FOREIGN KEY (id) REFERENCES public.theirs(id) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.ours DROP CONSTRAINT ours_id_fkey;

-- step 2, validate: validate ours_id_fkey
-- locks: public.ours SHARE UPDATE EXCLUSIVE, public.theirs ROW SHARE
-- asks: select count(*) from public.ours as t where t.id is not null and not exists (select from public.theirs as p where p.id = t.id) = 0
ALTER TABLE public.ours VALIDATE CONSTRAINT ours_id_fkey;
-- undo, lossless
