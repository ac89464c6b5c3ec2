-- ~ check n on t: definition CHECK ((n > 0)) -> CHECK ((n > 5))
-- ~ foreign key t_p_id_fkey: definition FOREIGN KEY (p_id) REFERENCES public.p(id) -> FOREIGN KEY (p_id) REFERENCES public.p(id) ON DELETE CASCADE
-- ~ unique constraint u on t: definition UNIQUE (n) -> UNIQUE (n, id)

-- step 1, swap: ~ check n on t: definition CHECK ((n > 0)) -> CHECK ((n > 5))
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.t as t where not ((n > 5)) = 0
ALTER TABLE public.t DROP CONSTRAINT n;
ALTER TABLE public.t ADD CONSTRAINT n CHECK ((n > 5));
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT n;
--   ALTER TABLE public.t ADD CONSTRAINT n CHECK ((n > 0));
--   ALTER TABLE public.t DROP CONSTRAINT t_p_id_fkey;
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p(id);
--   ALTER TABLE public.t DROP CONSTRAINT u;
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT u UNIQUE (n);

-- step 2, swap: ~ foreign key t_p_id_fkey: definition FOREIGN KEY (p_id) REFERENCES public.p(id) -> FOREIGN KEY (p_id) REFERENCES public.p(id) ON DELETE CASCADE
-- locks: public.p ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
-- hazards: CASCADE-REACH
-- asks: select count(*) from public.t as t where t.p_id is not null and not exists (select from public.p as p where p.id = t.p_id) = 0
ALTER TABLE public.t DROP CONSTRAINT t_p_id_fkey;
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p(id) ON DELETE CASCADE;
-- undo, lossless

-- step 3, swap: ~ unique constraint u on t: definition UNIQUE (n) -> UNIQUE (n, id)
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n from public.t as t where n is not null and id is not null group by n, id having count(*) > 1) as g = 0
ALTER TABLE public.t DROP CONSTRAINT u;
ALTER TABLE ONLY public.t
    ADD CONSTRAINT u UNIQUE (n, id);
-- undo, lossless
