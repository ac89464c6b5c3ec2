-- ~ table eggs: persistence unlogged -> permanent
-- ~ table hens: persistence unlogged -> permanent

-- step 1, swap: ~ foreign key hens_egg_fkey: comment which was first -> none; ~ table eggs: persistence unlogged -> permanent; and 1 more
-- locks: public.eggs ACCESS EXCLUSIVE, public.hens ACCESS EXCLUSIVE
-- rewrites: public.eggs, public.hens
ALTER TABLE public.eggs DROP CONSTRAINT eggs_id_fkey;
ALTER TABLE public.hens DROP CONSTRAINT hens_egg_fkey;
ALTER TABLE public.eggs SET LOGGED;
ALTER TABLE public.hens SET LOGGED;
ALTER TABLE ONLY public.eggs ADD CONSTRAINT eggs_id_fkey FOREIGN KEY (id) REFERENCES public.hens(id);
ALTER TABLE ONLY public.hens ADD CONSTRAINT hens_egg_fkey FOREIGN KEY (egg) REFERENCES public.eggs(id);
-- undo, lossless
--   ALTER TABLE public.eggs DROP CONSTRAINT eggs_id_fkey;
--   ALTER TABLE public.hens DROP CONSTRAINT hens_egg_fkey;
--   ALTER TABLE public.eggs SET UNLOGGED;
--   ALTER TABLE public.hens SET UNLOGGED;
--   ALTER TABLE ONLY public.eggs ADD CONSTRAINT eggs_id_fkey FOREIGN KEY (id) REFERENCES public.hens(id);
--   ALTER TABLE ONLY public.hens ADD CONSTRAINT hens_egg_fkey FOREIGN KEY (egg) REFERENCES public.eggs(id);
--   COMMENT ON CONSTRAINT hens_egg_fkey ON public.hens IS 'which was first';

-- step 2, expand: ~ foreign key hens_egg_fkey: comment none -> which was first
-- locks: public.hens ACCESS SHARE
COMMENT ON CONSTRAINT hens_egg_fkey ON public.hens IS 'which was first';
-- undo, lossless
