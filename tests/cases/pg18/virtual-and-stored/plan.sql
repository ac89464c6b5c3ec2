-- ~ column t.a: type integer -> bigint
-- ~ column t.b: type integer -> bigint
-- ~ column t.c: expression (a * 3) -> ((a)::integer * 3)
-- ~ column v.b: type integer -> bigint

-- step 1, swap: ~ column t.a: type integer -> bigint; ~ column t.b: type integer -> bigint; and 2 more
-- locks: public.t ACCESS EXCLUSIVE, public.v ACCESS EXCLUSIVE
-- rewrites: public.t
DROP VIEW public.v;
ALTER TABLE public.t DROP COLUMN b;
ALTER TABLE public.t DROP COLUMN c;
ALTER TABLE public.t ALTER COLUMN a TYPE bigint USING a::bigint;
ALTER TABLE public.t ADD COLUMN b bigint GENERATED ALWAYS AS ((a + 1)) VIRTUAL;
ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS (((a)::integer * 3)) STORED;
CREATE VIEW public.v AS
 SELECT b,
    c
   FROM public.t;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN c SET EXPRESSION AS ((a * 3));
--   DROP VIEW public.v;
--   ALTER TABLE public.t DROP COLUMN b;
--   ALTER TABLE public.t DROP COLUMN c;
--   ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer;
--   ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a + 1)) VIRTUAL;
--   ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS ((a * 3)) STORED;
--   ALTER TABLE public.t DROP COLUMN b;
--   ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a + 1)) VIRTUAL;
--   CREATE VIEW public.v AS
--    SELECT b,
--       c
--      FROM public.t;
