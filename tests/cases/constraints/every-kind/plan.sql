-- ~ column t.id: not null
-- + unique constraint p_code_key (code)
-- + check t_code_check ((code <> ''::text))
-- + foreign key t_code_fkey (code) -> p(code) on update cascade
-- + unique constraint t_code_key (code)
-- + foreign key t_p_id_fkey (p_id) -> p(id)
-- + primary key t_pkey (id)
-- + exclusion constraint t_span_excl USING gist (span WITH &&)

-- step 1, enforce: ~ column t.id: not null
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: REQUIRED-COLUMN
-- asks: select count(*) from public.t as t where t.id is null = 0
ALTER TABLE public.t ALTER COLUMN id SET NOT NULL;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN id DROP NOT NULL;

-- step 2, enforce: + unique constraint p_code_key (code)
-- locks: public.p ACCESS EXCLUSIVE
-- asks: select ((select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n from public.p as t where code is not null group by code having count(*) > 1) as g) + (select count(*) from public.p as t where coalesce(pg_column_size(t.code), 0) > 2688))::bigint = 0
ALTER TABLE ONLY public.p
    ADD CONSTRAINT p_code_key UNIQUE (code);
-- undo, lossless
--   ALTER TABLE public.p DROP CONSTRAINT p_code_key;

-- step 3, enforce: + unique constraint t_code_key (code); + primary key t_pkey (id); and 1 more
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select ((select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n from public.t as t where code is not null group by code having count(*) > 1) as g) + (select count(*) from public.t as t where coalesce(pg_column_size(t.code), 0) > 2688))::bigint = 0
-- asks: select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n from public.t as t where id is not null group by id having count(*) > 1) as g = 0
-- asks: select count(*) from public.t as t where t.ctid in (select o.ctid from (select t.ctid, lag(span) over (order by span) && span as conflicts from public.t as t where not isempty(span)) as o where conflicts) = 0
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_code_key UNIQUE (code);
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_span_excl EXCLUDE USING gist (span WITH &&);
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT t_span_excl;
--   ALTER TABLE public.t DROP CONSTRAINT t_pkey;
--   ALTER TABLE public.t DROP CONSTRAINT t_p_id_fkey;
--   ALTER TABLE public.t DROP CONSTRAINT t_code_key;
--   ALTER TABLE public.t DROP CONSTRAINT t_code_fkey;
--   ALTER TABLE public.t DROP CONSTRAINT t_code_check;

-- step 4, guard: + foreign key t_code_fkey (code) -> p(code) on update cascade
-- locks: public.p SHARE ROW EXCLUSIVE, public.t SHARE ROW EXCLUSIVE
-- asks: select count(*) from public.t as t where t.code is not null and not exists (select from public.p as p where p.code = t.code) = 0
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_code_fkey FOREIGN KEY (code) REFERENCES public.p(code) ON UPDATE CASCADE NOT VALID;
-- undo, lossless

-- step 5, validate: validate t_code_fkey
-- locks: public.p ROW SHARE, public.t SHARE UPDATE EXCLUSIVE
-- asks: select count(*) from public.t as t where t.code is not null and not exists (select from public.p as p where p.code = t.code) = 0
ALTER TABLE public.t VALIDATE CONSTRAINT t_code_fkey;
-- undo, lossless

-- step 6, guard: + foreign key t_p_id_fkey (p_id) -> p(id)
-- locks: public.p SHARE ROW EXCLUSIVE, public.t SHARE ROW EXCLUSIVE
-- asks: select count(*) from public.t as t where t.p_id is not null and not exists (select from public.p as p where p.id = t.p_id) = 0
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p(id) NOT VALID;
-- undo, lossless

-- step 7, validate: validate t_p_id_fkey
-- locks: public.p ROW SHARE, public.t SHARE UPDATE EXCLUSIVE
-- asks: select count(*) from public.t as t where t.p_id is not null and not exists (select from public.p as p where p.id = t.p_id) = 0
ALTER TABLE public.t VALIDATE CONSTRAINT t_p_id_fkey;
-- undo, lossless

-- step 8, enforce: + check t_code_check ((code <> ''::text))
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.t as t where not ((code <> ''::text)) = 0
ALTER TABLE public.t ADD CONSTRAINT t_code_check CHECK ((code <> ''::text));
-- undo, lossless
