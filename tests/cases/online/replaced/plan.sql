-- ~ unique constraint t_code_key: definition UNIQUE (code) -> UNIQUE (code, id)
-- ~ check t_n_check: definition CHECK ((n > 0)) -> CHECK (((n > 0) AND (n < 1000)))
-- ~ index t_n: definition CREATE INDEX t_n ON public.t USING btree (n) -> CREATE INDEX t_n ON public.t USING btree (n DESC)

-- step 1, index: + index t_code_key_after unique, on t (code, id)
-- outside a transaction
-- locks: public.t SHARE UPDATE EXCLUSIVE
-- asks: select ((select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n from public.t as t where code is not null and id is not null group by code, id having count(*) > 1) as g) + (select count(*) from public.t as t where coalesce(pg_column_size(t.code), 0) + coalesce(pg_column_size(t.id), 0) > 2688))::bigint = 0
CREATE UNIQUE INDEX CONCURRENTLY t_code_key_after ON public.t USING btree (code, id);
-- undo, lossless
--   DROP INDEX IF EXISTS public.t_code_key_after;

-- step 2, index: + index t_n_after on t (n DESC)
-- outside a transaction
-- locks: public.t SHARE UPDATE EXCLUSIVE
CREATE INDEX CONCURRENTLY t_n_after ON public.t USING btree (n DESC);
-- undo, lossless
--   DROP INDEX IF EXISTS public.t_n_after;

-- step 3, enforce: + check t_n_check_after (((n > 0) AND (n < 1000)))
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.t as t where not (((n > 0) AND (n < 1000))) = 0
ALTER TABLE ONLY public.t ADD CONSTRAINT t_n_check_after CHECK (((n > 0) AND (n < 1000))) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT IF EXISTS t_n_check_after;

-- step 4, enforce: validate t_n_check_after
-- locks: public.t SHARE UPDATE EXCLUSIVE
ALTER TABLE public.t VALIDATE CONSTRAINT t_n_check_after;
-- undo, lossless

-- step 5, swap: ~ unique constraint t_code_key: definition UNIQUE (code) -> UNIQUE (code, id); - index t_code_key_after
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT t_code_key;
ALTER TABLE public.t ADD CONSTRAINT t_code_key UNIQUE USING INDEX t_code_key_after;
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT t_code_key;
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_code_key UNIQUE (code);
--   ALTER TABLE public.t DROP CONSTRAINT t_n_check;
--   ALTER TABLE public.t ADD CONSTRAINT t_n_check CHECK ((n > 0));
--   DROP INDEX public.t_n;
--   CREATE INDEX t_n ON public.t USING btree (n);
--   COMMENT ON INDEX public.t_n IS 'by size';

-- step 6, swap: ~ check t_n_check: definition CHECK ((n > 0)) -> CHECK (((n > 0) AND (n < 1000))); - check t_n_check_after
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT t_n_check;
ALTER TABLE public.t RENAME CONSTRAINT t_n_check_after TO t_n_check;
-- undo, lossless

-- step 7, swap: ~ index t_n: definition CREATE INDEX t_n ON public.t USING btree (n) -> CREATE INDEX t_n ON public.t USING btree (n DESC); - index t_n_after
-- locks: public.t ACCESS EXCLUSIVE
DROP INDEX public.t_n;
ALTER INDEX public.t_n_after RENAME TO t_n;
COMMENT ON INDEX public.t_n IS 'by size';
-- undo, lossless
