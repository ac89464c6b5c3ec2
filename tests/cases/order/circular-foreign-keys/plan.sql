-- + column a.b_id integer
-- + foreign key a_b_id_fkey (b_id) -> b(id)
-- + table b

-- step 1, expand: + table b
-- locks: public.a SHARE ROW EXCLUSIVE
CREATE TABLE public.b (
    id integer NOT NULL,
    a_id integer
);
ALTER TABLE ONLY public.b
    ADD CONSTRAINT b_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.b
    ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id);
-- undo, lossless
--   DROP TABLE public.b;
--   ALTER TABLE public.a DROP COLUMN b_id;

-- step 2, expand: + column a.b_id integer
-- locks: public.a ACCESS EXCLUSIVE
ALTER TABLE public.a ADD COLUMN b_id integer;
-- undo, lossless

-- step 3, guard: + foreign key a_b_id_fkey (b_id) -> b(id)
-- locks: public.a SHARE ROW EXCLUSIVE, public.b SHARE ROW EXCLUSIVE
ALTER TABLE ONLY public.a
    ADD CONSTRAINT a_b_id_fkey FOREIGN KEY (b_id) REFERENCES public.b(id) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.a DROP CONSTRAINT a_b_id_fkey;

-- step 4, validate: validate a_b_id_fkey
-- locks: public.a SHARE UPDATE EXCLUSIVE, public.b ROW SHARE
ALTER TABLE public.a VALIDATE CONSTRAINT a_b_id_fkey;
-- undo, lossless
