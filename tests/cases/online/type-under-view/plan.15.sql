-- ~ column levels.Level: type integer -> bigint
-- ~ column readings.Level: type integer -> bigint

-- step 1, expand: "Level_after" of public.readings, to become "Level"
-- locks: public.readings ACCESS EXCLUSIVE
ALTER TABLE public.readings ADD COLUMN "Level_after" bigint;
GRANT SELECT ("Level_after") ON TABLE public.readings TO anna;
-- undo, lossless
--   ALTER TABLE public.readings DROP COLUMN IF EXISTS "Level_after";

-- step 2, expand: + statistics readings_both_after
-- locks: public.readings SHARE UPDATE EXCLUSIVE
CREATE STATISTICS public.readings_both_after ON "Level_after", at FROM public.readings;
-- undo, lossless
--   DROP STATISTICS IF EXISTS public.readings_both_after;

-- step 3, guard: new and changed rows of readings get their Level_after, by a trigger until it is relied on
-- locks: public.readings SHARE ROW EXCLUSIVE
create function difftool.sync_3e9c68ee48f1_beaeb490() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp set row_security = off as '
#variable_conflict use_column
begin
  new."Level_after" := (select "Level"::bigint
      from (select new.*) as t);
  return new;
end
';
revoke all on function difftool.sync_3e9c68ee48f1_beaeb490() from public;
create trigger "~difftool_sync_3e9c68ee48f1_beaeb490" before insert or update on public.readings
for each row execute function difftool.sync_3e9c68ee48f1_beaeb490();
-- undo, lossless
--   drop trigger if exists "~difftool_sync_3e9c68ee48f1_beaeb490" on public.readings;
--   drop function if exists difftool.sync_3e9c68ee48f1_beaeb490();

-- step 4, fill: fill "Level_after" of public.readings from "Level"
-- locks: public.readings ROW EXCLUSIVE
update public.readings as t set "Level_after" = "Level"::bigint
where t."Level_after" is null and t."Level" is not null /* batch */;
-- undo, lossless: the column goes

-- step 5, index: + index readings_high_after on readings (at, (("Level_after" * 2))) WHERE ("Level_after" > 100)
-- outside a transaction
-- locks: public.readings SHARE UPDATE EXCLUSIVE
CREATE INDEX CONCURRENTLY readings_high_after ON public.readings USING btree (at, (("Level_after" * 2))) WHERE ("Level_after" > 100);
-- undo, lossless
--   DROP INDEX IF EXISTS public.readings_high_after;

-- step 6, enforce: "Level_after" of public.readings holds what "Level" does
-- locks: public.readings ACCESS EXCLUSIVE
ALTER TABLE public.readings ADD CONSTRAINT "Level_same_after" CHECK ("Level_after" IS NOT NULL AND "Level_after" IS NOT DISTINCT FROM ("Level"::bigint)) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.readings DROP CONSTRAINT IF EXISTS "Level_same_after";

-- step 7, enforce: see that it does, in all rows of public.readings
-- locks: public.readings SHARE UPDATE EXCLUSIVE
ALTER TABLE public.readings VALIDATE CONSTRAINT "Level_same_after";
-- undo, lossless

-- step 8, enforce: look at the values of "Level_after", to plan by
-- locks: public.readings SHARE UPDATE EXCLUSIVE
ANALYZE public.readings ("Level_after");
-- undo, lossless

-- step 9, enforce: + check readings_Level_check_after (("Level_after" > 0))
-- locks: public.readings ACCESS EXCLUSIVE
ALTER TABLE ONLY public.readings ADD CONSTRAINT "readings_Level_check_after" CHECK (("Level_after" > 0)) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.readings DROP CONSTRAINT IF EXISTS "readings_Level_check_after";

-- step 10, enforce: validate readings_Level_check_after
-- locks: public.readings SHARE UPDATE EXCLUSIVE
ALTER TABLE public.readings VALIDATE CONSTRAINT "readings_Level_check_after";
-- undo, lossless

-- step 11, swap: "Level" of public.readings is bigint, as its last column
-- locks: public.levels ACCESS EXCLUSIVE, public.readings ACCESS EXCLUSIVE
DROP VIEW public.levels;
LOCK TABLE public.readings IN ACCESS EXCLUSIVE MODE;
drop trigger if exists "~difftool_sync_3e9c68ee48f1_beaeb490" on public.readings;
drop function if exists difftool.sync_3e9c68ee48f1_beaeb490();
DROP STATISTICS public.readings_both;
ALTER TABLE public.readings DROP CONSTRAINT "readings_Level_check";
DROP INDEX public.readings_high;
ALTER TABLE public.readings RENAME COLUMN "Level" TO "Level_before";
ALTER TABLE public.readings RENAME COLUMN "Level_after" TO "Level";
ALTER TABLE public.readings ALTER COLUMN "Level_before" DROP NOT NULL;
ALTER TABLE public.readings ALTER COLUMN "Level" SET NOT NULL;
ALTER TABLE public.readings DROP COLUMN "Level_before";
ALTER TABLE public.readings ALTER COLUMN "Level" SET DEFAULT 5;
ALTER INDEX public.readings_high_after RENAME TO readings_high;
ALTER TABLE public.readings RENAME CONSTRAINT "readings_Level_check_after" TO "readings_Level_check";
ALTER STATISTICS public.readings_both_after RENAME TO readings_both;
CREATE VIEW public.levels AS
 SELECT readings."Level"
   FROM public.readings;
-- undo, lossless
--   DROP VIEW public.levels;
--   ALTER TABLE public.readings ALTER COLUMN "Level" TYPE integer USING "Level"::integer;
--   CREATE VIEW public.levels AS
--    SELECT readings."Level"
--      FROM public.readings;
