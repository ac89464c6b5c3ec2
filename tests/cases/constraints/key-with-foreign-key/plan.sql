-- ~ column p.id: no longer not null
-- + primary key new on p (code)
-- - unique constraint old on p
-- - primary key p_pkey

-- step 1, contract: - primary key p_pkey
-- locks: public.p ACCESS EXCLUSIVE
ALTER TABLE public.p DROP CONSTRAINT p_pkey;
-- undo, lossless
--   ALTER TABLE ONLY public.p
--       ADD CONSTRAINT p_pkey PRIMARY KEY (id);
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_code_fkey FOREIGN KEY (code) REFERENCES public.p(code);

-- step 2, enforce: + primary key new on p (code)
-- locks: public.p ACCESS EXCLUSIVE
-- asks: select ((select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n from public.p as t where code is not null group by code having count(*) > 1) as g) + (select count(*) from public.p as t where coalesce(pg_column_size(t.code), 0) > 2688))::bigint = 0
ALTER TABLE ONLY public.p
    ADD CONSTRAINT new PRIMARY KEY (code);
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT t_code_fkey;
--   ALTER TABLE public.p DROP CONSTRAINT new;

-- step 3, expand: ~ column p.id: no longer not null
-- locks: public.p ACCESS EXCLUSIVE
ALTER TABLE public.p ALTER COLUMN id DROP NOT NULL;
-- undo, lossless
--   ALTER TABLE public.p ALTER COLUMN id SET NOT NULL;
--   ALTER TABLE ONLY public.p
--       ADD CONSTRAINT old UNIQUE (code);

-- step 4, swap: - unique constraint old on p
-- locks: public.p ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT t_code_fkey;
ALTER TABLE public.p DROP CONSTRAINT old;
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_code_fkey FOREIGN KEY (code) REFERENCES public.p(code);
-- undo, lossless
