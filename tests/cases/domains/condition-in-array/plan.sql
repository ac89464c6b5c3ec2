-- ~ domain amount: not null
-- + domain constraint amount_not_null
-- + domain constraint positive on amount

-- step 1, swap: ~ domain amount: not null; + domain constraint amount_not_null; and 1 more
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
-- asks: select ((select count(*) from public.t as t where exists (select from (select unnest(t.many) as value) as v where value is null)) + (select count(*) from public.t as t where exists (select from (select t.plain as value) as v where value is null)))::bigint = 0
-- asks: select ((select count(*) from public.t as t where exists (select from (select unnest(t.many) as value) as v where not ((VALUE > 0)))) + (select count(*) from public.t as t where exists (select from (select t.plain as value) as v where not ((VALUE > 0)))))::bigint = 0
ALTER TABLE public.t DROP CONSTRAINT t_plain_check;
DROP INDEX public.above;
ALTER TABLE public.t ALTER COLUMN many TYPE text[] USING many::text[],
    ALTER COLUMN plain TYPE text USING plain::text;
DROP DOMAIN public.amount;
CREATE DOMAIN public.amount AS integer NOT NULL
	CONSTRAINT positive CHECK ((VALUE > 0));
CREATE INDEX above ON public.t USING btree (plain) WHERE ((plain)::integer > 1);
ALTER TABLE public.t ADD CONSTRAINT t_plain_check CHECK (((plain)::integer < 9));
ALTER TABLE public.t ALTER COLUMN many TYPE public.amount[] USING many::public.amount[],
    ALTER COLUMN plain TYPE public.amount USING plain::public.amount;
-- undo, lossless
--   ALTER DOMAIN public.amount DROP NOT NULL;
--   ALTER DOMAIN public.amount DROP CONSTRAINT positive;
