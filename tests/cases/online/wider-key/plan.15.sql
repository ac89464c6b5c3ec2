-- ~ column parcels.id: type integer -> bigint
-- ~ column stops.id: sequence max 2147483647 -> 9223372036854775807, type integer -> bigint; type integer -> bigint
-- ~ column stops.parcel: type integer -> bigint
-- ~ sequence parcels_id_seq: max 2147483647 -> 9223372036854775807; type integer -> bigint

-- step 1, expand: id_after of public.parcels, to become id
-- locks: public.parcels ACCESS EXCLUSIVE
ALTER TABLE public.parcels ADD COLUMN id_after bigint;
-- undo, lossless
--   ALTER TABLE public.parcels DROP COLUMN IF EXISTS id_after;

-- step 2, expand: parcel_after of public.stops, to become parcel
-- locks: public.stops ACCESS EXCLUSIVE
ALTER TABLE public.stops ADD COLUMN parcel_after bigint;
COMMENT ON COLUMN public.stops.parcel_after IS 'what is brought';
-- undo, lossless
--   ALTER TABLE public.stops DROP COLUMN IF EXISTS parcel_after;

-- step 3, expand: id_after of public.stops, to become id
-- locks: public.stops ACCESS EXCLUSIVE
ALTER TABLE public.stops ADD COLUMN id_after bigint;
-- undo, lossless
--   ALTER TABLE public.stops DROP COLUMN IF EXISTS id_after;

-- step 4, expand: ~ sequence parcels_id_seq: max 2147483647 -> 9223372036854775807; type integer -> bigint
-- locks: public.parcels_id_seq SHARE ROW EXCLUSIVE
-- asks: select count(*) from public.parcels_id_seq where last_value > 9223372036854775807 or last_value < 1 = 0
ALTER SEQUENCE public.parcels_id_seq AS bigint MAXVALUE 9223372036854775807;
-- undo, lossless
--   ALTER SEQUENCE public.parcels_id_seq AS integer MAXVALUE 2147483647;

-- step 5, guard: new and changed rows of parcels get their id_after, by a trigger until it is relied on
-- locks: public.parcels SHARE ROW EXCLUSIVE
create function difftool.sync_d34d23d83e88_30341d6d() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp set row_security = off as '
#variable_conflict use_column
begin
  new.id_after := (select id::bigint
      from (select new.*) as t);
  return new;
end
';
revoke all on function difftool.sync_d34d23d83e88_30341d6d() from public;
create trigger "~difftool_sync_d34d23d83e88_30341d6d" before insert or update on public.parcels
for each row execute function difftool.sync_d34d23d83e88_30341d6d();
-- undo, lossless
--   drop trigger if exists "~difftool_sync_d34d23d83e88_30341d6d" on public.parcels;
--   drop function if exists difftool.sync_d34d23d83e88_30341d6d();

-- step 6, guard: new and changed rows of stops get their parcel_after, by a trigger until it is relied on
-- locks: public.stops SHARE ROW EXCLUSIVE
create function difftool.sync_d34d23d83e88_c22de086() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp set row_security = off as '
#variable_conflict use_column
begin
  new.parcel_after := (select parcel::bigint
      from (select new.*) as t);
  return new;
end
';
revoke all on function difftool.sync_d34d23d83e88_c22de086() from public;
create trigger "~difftool_sync_d34d23d83e88_c22de086" before insert or update on public.stops
for each row execute function difftool.sync_d34d23d83e88_c22de086();
-- undo, lossless
--   drop trigger if exists "~difftool_sync_d34d23d83e88_c22de086" on public.stops;
--   drop function if exists difftool.sync_d34d23d83e88_c22de086();

-- step 7, guard: new and changed rows of stops get their id_after, by a trigger until it is relied on
-- locks: public.stops SHARE ROW EXCLUSIVE
-- asks: select count(*) from public.stops_id_seq where last_value > 9223372036854775807 or last_value < 1 = 0
create function difftool.sync_d34d23d83e88_33c0f08a() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp set row_security = off as '
#variable_conflict use_column
begin
  new.id_after := (select id::bigint
      from (select new.*) as t);
  return new;
end
';
revoke all on function difftool.sync_d34d23d83e88_33c0f08a() from public;
create trigger "~difftool_sync_d34d23d83e88_33c0f08a" before insert or update on public.stops
for each row execute function difftool.sync_d34d23d83e88_33c0f08a();
-- undo, lossless
--   drop trigger if exists "~difftool_sync_d34d23d83e88_33c0f08a" on public.stops;
--   drop function if exists difftool.sync_d34d23d83e88_33c0f08a();

-- step 8, fill: fill id_after of public.parcels from id
-- locks: public.parcels ROW EXCLUSIVE
update public.parcels as t set id_after = id::bigint
where t.id_after is null and t.id is not null /* batch */;
-- undo, lossless: the column goes

-- step 9, fill: fill parcel_after of public.stops from parcel
-- locks: public.stops ROW EXCLUSIVE
update public.stops as t set parcel_after = parcel::bigint
where t.parcel_after is null and t.parcel is not null /* batch */;
-- undo, lossless: the column goes

-- step 10, fill: fill id_after of public.stops from id
-- locks: public.stops ROW EXCLUSIVE
-- asks: select count(*) from public.stops_id_seq where last_value > 9223372036854775807 or last_value < 1 = 0
update public.stops as t set id_after = id::bigint
where t.id_after is null and t.id is not null /* batch */;
-- undo, lossless: the column goes

-- step 11, index: + index parcels_pkey_after unique, on parcels (id_after)
-- outside a transaction
-- locks: public.parcels SHARE UPDATE EXCLUSIVE
CREATE UNIQUE INDEX CONCURRENTLY parcels_pkey_after ON public.parcels USING btree (id_after);
-- undo, lossless
--   DROP INDEX IF EXISTS public.parcels_pkey_after;

-- step 12, index: + index stops_parcel_after on stops (parcel_after)
-- outside a transaction
-- locks: public.stops SHARE UPDATE EXCLUSIVE
CREATE INDEX CONCURRENTLY stops_parcel_after ON public.stops USING btree (parcel_after);
-- undo, lossless
--   DROP INDEX IF EXISTS public.stops_parcel_after;

-- step 13, index: + index stops_pkey_after unique, on stops (id_after)
-- outside a transaction
-- locks: public.stops SHARE UPDATE EXCLUSIVE
CREATE UNIQUE INDEX CONCURRENTLY stops_pkey_after ON public.stops USING btree (id_after);
-- undo, lossless
--   DROP INDEX IF EXISTS public.stops_pkey_after;

-- step 14, enforce: id_after of public.parcels holds what id does
-- locks: public.parcels ACCESS EXCLUSIVE
ALTER TABLE public.parcels ADD CONSTRAINT id_same_after CHECK (id_after IS NOT NULL AND id_after IS NOT DISTINCT FROM (id::bigint)) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.parcels DROP CONSTRAINT IF EXISTS id_same_after;

-- step 15, enforce: see that it does, in all rows of public.parcels
-- locks: public.parcels SHARE UPDATE EXCLUSIVE
ALTER TABLE public.parcels VALIDATE CONSTRAINT id_same_after;
-- undo, lossless

-- step 16, enforce: look at the values of id_after, to plan by
-- locks: public.parcels SHARE UPDATE EXCLUSIVE
ANALYZE public.parcels (id_after);
-- undo, lossless

-- step 17, enforce: parcel_after of public.stops holds what parcel does
-- locks: public.stops ACCESS EXCLUSIVE
ALTER TABLE public.stops ADD CONSTRAINT parcel_same_after CHECK (parcel_after IS NOT NULL AND parcel_after IS NOT DISTINCT FROM (parcel::bigint)) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.stops DROP CONSTRAINT IF EXISTS parcel_same_after;

-- step 18, enforce: see that it does, in all rows of public.stops
-- locks: public.stops SHARE UPDATE EXCLUSIVE
ALTER TABLE public.stops VALIDATE CONSTRAINT parcel_same_after;
-- undo, lossless

-- step 19, enforce: look at the values of parcel_after, to plan by
-- locks: public.stops SHARE UPDATE EXCLUSIVE
ANALYZE public.stops (parcel_after);
-- undo, lossless

-- step 20, enforce: + foreign key stops_parcel_fkey_after (parcel_after) -> parcels(id_after) on delete cascade
-- locks: public.parcels SHARE ROW EXCLUSIVE, public.stops SHARE ROW EXCLUSIVE
ALTER TABLE ONLY public.stops ADD CONSTRAINT stops_parcel_fkey_after FOREIGN KEY (parcel_after) REFERENCES public.parcels(id_after) ON DELETE CASCADE NOT VALID;
-- undo, lossless
--   ALTER TABLE public.stops DROP CONSTRAINT IF EXISTS stops_parcel_fkey_after;

-- step 21, enforce: validate stops_parcel_fkey_after
-- locks: public.parcels ROW SHARE, public.stops SHARE UPDATE EXCLUSIVE
ALTER TABLE public.stops VALIDATE CONSTRAINT stops_parcel_fkey_after;
-- undo, lossless

-- step 22, enforce: id_after of public.stops holds what id does
-- locks: public.stops ACCESS EXCLUSIVE
ALTER TABLE public.stops ADD CONSTRAINT id_same_after CHECK (id_after IS NOT NULL AND id_after IS NOT DISTINCT FROM (id::bigint)) NOT VALID;
-- undo, lossless
--   ALTER TABLE public.stops DROP CONSTRAINT IF EXISTS id_same_after;

-- step 23, enforce: see that it does, in all rows of public.stops
-- locks: public.stops SHARE UPDATE EXCLUSIVE
ALTER TABLE public.stops VALIDATE CONSTRAINT id_same_after;
-- undo, lossless

-- step 24, enforce: look at the values of id_after, to plan by
-- locks: public.stops SHARE UPDATE EXCLUSIVE
ANALYZE public.stops (id_after);
-- undo, lossless

-- step 25, swap: id of public.stops is bigint, as its last column
-- locks: public.stops ACCESS EXCLUSIVE, public.stops_id_seq ACCESS EXCLUSIVE
LOCK TABLE public.stops IN ACCESS EXCLUSIVE MODE;
drop trigger if exists "~difftool_sync_d34d23d83e88_33c0f08a" on public.stops;
drop function if exists difftool.sync_d34d23d83e88_33c0f08a();
ALTER TABLE public.stops DROP CONSTRAINT stops_pkey;
SELECT pg_catalog.set_config('difftool.position', pg_catalog.concat_ws(' ', last_value, is_called), true) FROM public.stops_id_seq;
ALTER TABLE public.stops RENAME COLUMN id TO id_before;
ALTER TABLE public.stops RENAME COLUMN id_after TO id;
ALTER TABLE public.stops ALTER COLUMN id_before DROP IDENTITY;
ALTER TABLE public.stops ALTER COLUMN id_before DROP NOT NULL;
ALTER TABLE public.stops ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.stops DROP COLUMN id_before;
ALTER TABLE public.stops ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.stops_id_seq START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1);
SELECT pg_catalog.setval('public.stops_id_seq', p[1]::bigint, p[2]::boolean) FROM pg_catalog.string_to_array(pg_catalog.current_setting('difftool.position'), ' ') AS p;
ALTER TABLE public.stops ADD CONSTRAINT stops_pkey PRIMARY KEY USING INDEX stops_pkey_after;
-- undo, lossless
--   ALTER TABLE public.stops ALTER COLUMN id TYPE integer USING id::integer;
--   ALTER TABLE public.stops ALTER COLUMN parcel TYPE integer USING parcel::integer;

-- step 26, swap: id of public.parcels is bigint, as its last column; parcel of public.stops is bigint, as its last column
-- locks: public.parcels ACCESS EXCLUSIVE, public.parcels_id_seq SHARE ROW EXCLUSIVE, public.stops ACCESS EXCLUSIVE
LOCK TABLE public.parcels, public.stops IN ACCESS EXCLUSIVE MODE;
drop trigger if exists "~difftool_sync_d34d23d83e88_30341d6d" on public.parcels;
drop function if exists difftool.sync_d34d23d83e88_30341d6d();
drop trigger if exists "~difftool_sync_d34d23d83e88_c22de086" on public.stops;
drop function if exists difftool.sync_d34d23d83e88_c22de086();
ALTER TABLE public.stops DROP CONSTRAINT stops_parcel_fkey;
DROP INDEX public.stops_parcel;
ALTER TABLE public.parcels DROP CONSTRAINT parcels_pkey;
ALTER TABLE public.parcels RENAME COLUMN id TO id_before;
ALTER TABLE public.parcels RENAME COLUMN id_after TO id;
ALTER TABLE public.parcels ALTER COLUMN id_before DROP NOT NULL;
ALTER TABLE public.parcels ALTER COLUMN id SET NOT NULL;
ALTER SEQUENCE public.parcels_id_seq OWNED BY public.parcels.id;
ALTER TABLE public.parcels DROP COLUMN id_before;
ALTER TABLE public.parcels ALTER COLUMN id SET DEFAULT nextval('public.parcels_id_seq'::regclass);
ALTER TABLE public.stops RENAME COLUMN parcel TO parcel_before;
ALTER TABLE public.stops RENAME COLUMN parcel_after TO parcel;
ALTER TABLE public.stops ALTER COLUMN parcel_before DROP NOT NULL;
ALTER TABLE public.stops ALTER COLUMN parcel SET NOT NULL;
ALTER TABLE public.stops DROP COLUMN parcel_before;
ALTER TABLE public.parcels ADD CONSTRAINT parcels_pkey PRIMARY KEY USING INDEX parcels_pkey_after;
ALTER INDEX public.stops_parcel_after RENAME TO stops_parcel;
ALTER TABLE public.stops RENAME CONSTRAINT stops_parcel_fkey_after TO stops_parcel_fkey;
-- undo, lossless
--   ALTER TABLE public.parcels ALTER COLUMN id TYPE integer USING id::integer;
