-- ~ column c.p_id: type integer -> text
-- ~ column p.id: type integer -> text
-- ~ column p.parent: type integer -> text

-- step 1, swap: ~ column c.p_id: type integer -> text; ~ column p.id: type integer -> text; and 1 more
-- locks: public.c ACCESS EXCLUSIVE, public.p ACCESS EXCLUSIVE
-- rewrites: public.c, public.p
ALTER TABLE public.c DROP CONSTRAINT c_of_p;
ALTER TABLE public.c ALTER COLUMN p_id TYPE text USING p_id::text;
ALTER TABLE public.p DROP CONSTRAINT p_parent_fkey;
ALTER TABLE public.p ALTER COLUMN parent TYPE text USING parent::text,
    ALTER COLUMN id TYPE text USING id::text;
ALTER TABLE ONLY public.c
    ADD CONSTRAINT c_of_p FOREIGN KEY (p_id) REFERENCES public.p(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.p
    ADD CONSTRAINT p_parent_fkey FOREIGN KEY (parent) REFERENCES public.p(id);
COMMENT ON CONSTRAINT c_of_p ON public.c IS 'an own one';
-- undo, lossless
--   ALTER TABLE public.c DROP CONSTRAINT c_of_p;
--   ALTER TABLE public.c ALTER COLUMN p_id TYPE integer USING p_id::integer;
--   ALTER TABLE public.p DROP CONSTRAINT p_parent_fkey;
--   ALTER TABLE public.p ALTER COLUMN parent TYPE integer USING parent::integer;
--   ALTER TABLE public.p ALTER COLUMN id TYPE integer USING id::integer;
--   ALTER TABLE ONLY public.c
--       ADD CONSTRAINT c_of_p FOREIGN KEY (p_id) REFERENCES public.p(id) ON DELETE CASCADE;
--   ALTER TABLE ONLY public.p
--       ADD CONSTRAINT p_parent_fkey FOREIGN KEY (parent) REFERENCES public.p(id);
--   COMMENT ON CONSTRAINT c_of_p ON public.c IS 'an own one';
