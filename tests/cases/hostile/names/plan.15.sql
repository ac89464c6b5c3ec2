-- + column It's "quoted".a23456789012345678901234567890123456789012345678901234567890123 integer
-- + column It's "quoted".new\nline text default 'it''s\n; drop table x; --'::text
-- ~ column It's "quoted".select: not null; type integer -> bigint
-- + column It's "quoted".ÜBER text
-- + check c; drop on It's "quoted" (("select" > 0))
-- + function f(x)(integer)
-- + index i; -- on "It's ""quoted""" ("new line")
-- + policy p'; -- on It's "quoted"
-- ~ table It's "quoted": comment none -> '; drop table x; --; privileges +Dr. No=SELECT
-- + view v$1

-- step 1, enforce: ~ column It's "quoted".select: not null
-- locks: public.It's "quoted" ACCESS EXCLUSIVE
-- hazards: REQUIRED-COLUMN
-- asks: select count(*) from public."It's ""quoted""" as t where t."select" is null = 0
ALTER TABLE public."It's ""quoted""" ALTER COLUMN "select" SET NOT NULL;
-- undo, lossless
--   ALTER TABLE public."It's ""quoted""" ALTER COLUMN "select" DROP NOT NULL;
--   REVOKE SELECT ON TABLE public."It's ""quoted""" FROM "Dr. No";
--   COMMENT ON TABLE public."It's ""quoted""" IS NULL;
--   DROP VIEW public."v$1";
--   DROP POLICY "p'; --" on public."It's ""quoted""";
--   DROP INDEX public."i; --";
--   DROP FUNCTION public."f(x)"(integer);
--   ALTER TABLE public."It's ""quoted""" DROP CONSTRAINT "c; drop";
--   ALTER TABLE public."It's ""quoted""" DROP COLUMN "ÜBER";
--   ALTER TABLE public."It's ""quoted""" DROP COLUMN "new
--   line";
--   ALTER TABLE public."It's ""quoted""" DROP COLUMN a23456789012345678901234567890123456789012345678901234567890123;
--   ALTER TABLE public."It's ""quoted""" ALTER COLUMN "select" TYPE integer USING "select"::integer;

-- step 2, swap: ~ column It's "quoted".select: type integer -> bigint
-- locks: public.It's "quoted" ACCESS EXCLUSIVE
-- rewrites: public.It's "quoted"
-- asks: select count(*) from public."It's ""quoted""" as t where t."select" is null = 0
ALTER TABLE public."It's ""quoted""" ALTER COLUMN "select" TYPE bigint USING "select"::bigint;
-- undo, lossless

-- step 3, expand: + function f(x)(integer); ~ table It's "quoted": comment none -> '; drop table x; --; privileges +Dr. No=SELECT
-- locks: public.It's "quoted" SHARE UPDATE EXCLUSIVE
GRANT SELECT ON TABLE public."It's ""quoted""" TO "Dr. No";
COMMENT ON TABLE public."It's ""quoted""" IS '''; drop table x; --';
CREATE FUNCTION public."f(x)"("a b" integer) RETURNS text
    LANGUAGE sql
    AS $_$select '$$; %s'$_$;
-- undo, lossless

-- step 4, expand: + column It's "quoted".a23456789012345678901234567890123456789012345678901234567890123 integer; + column It's "quoted".new\nline text default 'it''s\n; drop table x; --'::text; and 1 more
-- locks: public.It's "quoted" ACCESS EXCLUSIVE
ALTER TABLE public."It's ""quoted""" ADD COLUMN a23456789012345678901234567890123456789012345678901234567890123 integer;
ALTER TABLE public."It's ""quoted""" ADD COLUMN "new
line" text DEFAULT 'it''s
; drop table x; --'::text;
ALTER TABLE public."It's ""quoted""" ADD COLUMN "ÜBER" text;
-- undo, lossless

-- step 5, enforce: + check c; drop on It's "quoted" (("select" > 0))
-- locks: public.It's "quoted" ACCESS EXCLUSIVE
ALTER TABLE public."It's ""quoted""" ADD CONSTRAINT "c; drop" CHECK (("select" > 0));
-- undo, lossless

-- step 6, expand: + view v$1
-- locks: public.It's "quoted" ACCESS SHARE
CREATE VIEW public."v$1" AS
 SELECT "It's ""quoted"""."select" AS "from"
   FROM public."It's ""quoted""";
-- undo, lossless

-- step 7, index: + index i; -- on "It's ""quoted""" ("new line")
-- locks: public.It's "quoted" SHARE
CREATE INDEX "i; --" ON public."It's ""quoted""" USING btree ("new
line");
-- undo, lossless

-- step 8, expand: + policy p'; -- on It's "quoted"
-- locks: public.It's "quoted" ACCESS EXCLUSIVE
CREATE POLICY "p'; --" ON public."It's ""quoted""";
-- undo, lossless

-- step 9, expand: ~ function f(x)(integer): comment none -> %s %(x)s
COMMENT ON FUNCTION public."f(x)"(integer) IS '%s %(x)s';
-- undo, lossless
