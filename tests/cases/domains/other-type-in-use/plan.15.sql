-- ~ column item.code: default 'x'::character varying -> 'y'::public.code
-- - domain code
-- + enum code (x, y)

-- step 1, expand: ~ column item.code: default 'x'::character varying -> ('y'::character varying)::public.code
-- locks: public.item ACCESS EXCLUSIVE
ALTER TABLE public.item ALTER COLUMN code SET DEFAULT 'y'::public.code;
ALTER TABLE public.item ALTER COLUMN code SET DEFAULT 'y'::public.code;
-- undo, lossless
--   CREATE VIEW public.codes AS
--    SELECT item.code
--      FROM public.item;
--   DROP VIEW public.codes;
--   ALTER TABLE public.item ALTER COLUMN code TYPE public.code USING code::public.code;
--   ALTER TABLE public.item ALTER COLUMN code SET DEFAULT 'x'::character varying;
--   CREATE VIEW public.codes AS
--    SELECT item.code
--      FROM public.item;

-- step 2, swap: ~ column item.code: default ('y'::character varying)::public.code -> 'y'::public.code; - domain code; and 1 more
-- locks: public.codes ACCESS EXCLUSIVE, public.item ACCESS EXCLUSIVE
-- rewrites: public.item
-- hazards: DROPPED-NAME
ALTER TABLE public.item ALTER COLUMN code DROP DEFAULT;
DROP VIEW public.codes;
ALTER TABLE public.item ALTER COLUMN code TYPE text USING code::text;
DROP DOMAIN public.code;
CREATE TYPE public.code AS ENUM (
    'x',
    'y'
);
CREATE VIEW public.codes AS
 SELECT item.code
   FROM public.item;
DROP VIEW public.codes;
ALTER TABLE public.item ALTER COLUMN code TYPE public.code USING code::public.code;
ALTER TABLE public.item ALTER COLUMN code SET DEFAULT 'y'::public.code;
CREATE VIEW public.codes AS
 SELECT item.code
   FROM public.item;
-- undo, lossless
--   ALTER TABLE public.item ALTER COLUMN code DROP DEFAULT;
--   DROP VIEW public.codes;
--   ALTER TABLE public.item ALTER COLUMN code TYPE text USING code::text;
--   DROP TYPE public.code;
--   CREATE DOMAIN public.code AS character varying(3)
--   	CONSTRAINT code_check CHECK (((VALUE)::text <> ''::text));
