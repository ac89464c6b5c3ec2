-- ~ column t.id: no longer not null
-- - unique constraint p_code_key
-- - foreign key t_code_fkey
-- - check t_n_check
-- - primary key t_pkey

-- step 1, contract: - foreign key t_code_fkey; - check t_n_check; and 1 more
-- locks: public.p ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT t_pkey;
ALTER TABLE public.t DROP CONSTRAINT t_n_check;
ALTER TABLE public.t DROP CONSTRAINT t_code_fkey;
-- undo, lossless
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_pkey PRIMARY KEY (id);
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_code_fkey FOREIGN KEY (code) REFERENCES public.p(code);
--   ALTER TABLE public.t ADD CONSTRAINT t_n_check CHECK ((n > 0));

-- step 2, contract: - unique constraint p_code_key
-- locks: public.p ACCESS EXCLUSIVE
ALTER TABLE public.p DROP CONSTRAINT p_code_key;
-- undo, lossless
--   ALTER TABLE ONLY public.p
--       ADD CONSTRAINT p_code_key UNIQUE (code);

-- step 3, expand: ~ column t.id: no longer not null
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN id DROP NOT NULL;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN id SET NOT NULL;
