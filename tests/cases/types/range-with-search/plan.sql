-- ~ range span: operator class pg_catalog.int4_ops USING btree -> pg_catalog.int8_ops USING btree; subtype integer -> bigint

-- step 1, swap: ~ range span: operator class pg_catalog.int4_ops USING btree -> pg_catalog.int8_ops USING btree; subtype integer -> bigint
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
ALTER TABLE public.t DROP CONSTRAINT t_during_excl;
DROP INDEX public.open;
ALTER TABLE public.t ALTER COLUMN during TYPE text USING during::text;
DROP TYPE public.span;
CREATE TYPE public.span AS RANGE (
    subtype = bigint,
    multirange_type_name = public.span_multirange
);
ALTER TABLE public.t ALTER COLUMN during TYPE public.span USING during::public.span;
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_during_excl EXCLUDE USING gist (during WITH &&);
CREATE INDEX open ON public.t USING gist (during) WHERE (NOT isempty(during));
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT t_during_excl;
--   DROP INDEX public.open;
--   ALTER TABLE public.t ALTER COLUMN during TYPE text USING during::text;
--   DROP TYPE public.span;
--   CREATE TYPE public.span AS RANGE (
--       subtype = integer,
--       multirange_type_name = public.span_multirange
--   );
--   ALTER TABLE public.t ALTER COLUMN during TYPE public.span USING during::public.span;
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_during_excl EXCLUDE USING gist (during WITH &&);
--   CREATE INDEX open ON public.t USING gist (during) WHERE (NOT isempty(during));
