-- - column It's "quoted".new\nline
-- ~ column It's "quoted".select: no longer not null
-- - check c; drop on It's "quoted"
-- - enum e'
-- - function f(x)(integer)
-- - index i; --
-- - policy p'; -- on It's "quoted"

-- step 1, expand: ~ column It's "quoted".select: no longer not null
-- locks: public.It's "quoted" ACCESS EXCLUSIVE
ALTER TABLE public."It's ""quoted""" ALTER COLUMN "select" DROP NOT NULL;
-- undo, lossless
--   ALTER TABLE public."It's ""quoted""" ALTER COLUMN "select" SET NOT NULL;
--   CREATE TYPE public."e'" AS ENUM (
--       'x''); --'
--   );
--   CREATE FUNCTION public."f(x)"("a b" integer) RETURNS text
--       LANGUAGE sql
--       AS $_$select '$$; %s'$_$;
--   CREATE POLICY "p'; --" ON public."It's ""quoted""";
--   ALTER TABLE public."It's ""quoted""" ADD COLUMN "new
--   line" text DEFAULT 'it''s
--   ; drop table x; --'::text;
--   ALTER TABLE public."It's ""quoted""" ADD CONSTRAINT "c; drop" CHECK (("select" > 0));
--   CREATE INDEX "i; --" ON public."It's ""quoted""" USING btree ("new
--   line");

-- step 2, contract: - policy p'; -- on It's "quoted"
-- locks: public.It's "quoted" ACCESS EXCLUSIVE
DROP POLICY "p'; --" on public."It's ""quoted""";
-- undo, lossless

-- step 3, contract: - enum e'; - function f(x)(integer); and 1 more
-- locks: public.It's "quoted" ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
DROP INDEX public."i; --";
DROP FUNCTION public."f(x)"(integer);
DROP TYPE public."e'";
-- undo, lossless

-- step 4, contract: - column It's "quoted".new\nline; - check c; drop on It's "quoted"
-- locks: public.It's "quoted" ACCESS EXCLUSIVE
-- hazards: DATA-LOSS, DROPPED-NAME
ALTER TABLE public."It's ""quoted""" DROP CONSTRAINT "c; drop";
ALTER TABLE public."It's ""quoted""" DROP COLUMN "new
line";
-- undo, lossless
