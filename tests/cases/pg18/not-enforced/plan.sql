-- ~ check t_a_check: enforced; validated
-- + foreign key t_p_fkey (p) -> p(id)
-- ~ foreign key t_q_fkey: no longer enforced; no longer validated

-- step 1, expand: + foreign key t_p_fkey (p) -> p(id)
-- locks: public.p SHARE ROW EXCLUSIVE, public.t SHARE ROW EXCLUSIVE
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_p_fkey FOREIGN KEY (p) REFERENCES public.p(id) NOT ENFORCED;
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT t_p_fkey;
--   ALTER TABLE public.t DROP CONSTRAINT t_a_check;
--   ALTER TABLE public.t
--       ADD CONSTRAINT t_a_check CHECK ((a > 0)) NOT ENFORCED;
--   ALTER TABLE public.t DROP CONSTRAINT t_q_fkey;
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_q_fkey FOREIGN KEY (q) REFERENCES public.p(id);

-- step 2, swap: ~ check t_a_check: enforced; validated
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.t as t where not ((a > 0)) = 0
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a > 0));
-- undo, lossless

-- step 3, swap: ~ foreign key t_q_fkey: no longer enforced; no longer validated
-- locks: public.p ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT t_q_fkey;
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_q_fkey FOREIGN KEY (q) REFERENCES public.p(id) NOT ENFORCED;
-- undo, lossless
