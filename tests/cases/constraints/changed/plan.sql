-- ~ check n on t: definition CHECK ((n > 0)) -> CHECK ((n > 5))
-- ~ foreign key t_p_id_fkey: definition FOREIGN KEY (p_id) REFERENCES public.p(id) -> FOREIGN KEY (p_id) REFERENCES public.p(id) ON DELETE CASCADE
-- ~ unique constraint u on t: definition UNIQUE (n) -> UNIQUE (n, id)

-- step 1, swap: ~ check n on t: definition CHECK ((n > 0)) -> CHECK ((n > 5))
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT n;
ALTER TABLE ONLY public.t ADD CONSTRAINT n CHECK ((n > 5));
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT n;
--   ALTER TABLE ONLY public.t ADD CONSTRAINT n CHECK ((n > 0));
--   ALTER TABLE public.t DROP CONSTRAINT t_p_id_fkey;
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p(id);
--   ALTER TABLE public.t DROP CONSTRAINT u;
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT u UNIQUE (n);

-- step 2, swap: ~ foreign key t_p_id_fkey: definition FOREIGN KEY (p_id) REFERENCES public.p(id) -> FOREIGN KEY (p_id) REFERENCES public.p(id) ON DELETE CASCADE
-- locks: public.p ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
-- hazards: CASCADE-REACH
ALTER TABLE public.t DROP CONSTRAINT t_p_id_fkey;
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p(id) ON DELETE CASCADE;
-- undo, lossless

-- step 3, swap: ~ unique constraint u on t: definition UNIQUE (n) -> UNIQUE (n, id)
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT u;
ALTER TABLE ONLY public.t
    ADD CONSTRAINT u UNIQUE (n, id);
-- undo, lossless
