-- ~ domain code: default 'x'::text -> 'y'::text; not null
-- - domain constraint code_check
-- + domain constraint code_not_null
-- + domain constraint length on code

-- step 1, expand: ~ domain code: default 'x'::text -> 'y'::text; not null; - domain constraint code_check; and 2 more
-- locks: public.t SHARE
-- asks: select count(*) from public.t as t where exists (select from (select t.c as value) as v where value is null) = 0
-- asks: select count(*) from public.t as t where exists (select from (select t.c as value) as v where not ((length(VALUE) < 10))) = 0
ALTER DOMAIN public.code SET DEFAULT 'y'::text;
ALTER DOMAIN public.code SET NOT NULL;
ALTER DOMAIN public.code DROP CONSTRAINT code_check;
ALTER DOMAIN public.code ADD CONSTRAINT length CHECK ((length(VALUE) < 10));
COMMENT ON CONSTRAINT length ON DOMAIN public.code IS 'short';
-- undo, lossless
--   ALTER DOMAIN public.code SET DEFAULT 'x'::text;
--   ALTER DOMAIN public.code DROP NOT NULL;
--   ALTER DOMAIN public.code DROP CONSTRAINT length;
--   ALTER DOMAIN public.code ADD CONSTRAINT code_check CHECK ((VALUE <> ''::text));
