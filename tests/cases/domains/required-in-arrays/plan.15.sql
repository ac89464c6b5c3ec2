-- ~ domain d: not null
-- + domain constraint d_check

-- step 1, swap: ~ domain d: not null; + domain constraint d_check
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
-- asks: select count(*) from public.t as t where exists (select from (select unnest(t.a) as value) as v where value is null) = 0
-- asks: select count(*) from public.t as t where exists (select from (select unnest(t.a) as value) as v where not ((VALUE > 0))) = 0
ALTER TABLE public.t ALTER COLUMN a TYPE text[] USING a::text[];
DROP DOMAIN public.d;
CREATE DOMAIN public.d AS integer NOT NULL
	CONSTRAINT d_check CHECK ((VALUE > 0));
ALTER TABLE public.t ALTER COLUMN a TYPE public.d[] USING a::public.d[];
-- undo, lossless
--   ALTER DOMAIN public.d DROP NOT NULL;
--   ALTER DOMAIN public.d DROP CONSTRAINT d_check;
