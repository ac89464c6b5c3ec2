-- ~ type addr: attributes -{'name': 'zip', 'type': 'text'} -{'name': 'city', 'type': 'text'} +{'name': 'zip', 'type': 'integer'} +{'name': 'country', 'type': 'text'}

-- step 1, expand: ~ type addr: attributes -{'name': 'city', 'type': 'text'} +{'name': 'country', 'type': 'text'}
-- locks: public.addr ACCESS EXCLUSIVE
-- hazards: DATA-LOSS
ALTER TYPE public.addr DROP ATTRIBUTE city;
ALTER TYPE public.addr ADD ATTRIBUTE country text;
-- undo, lossless
--   ALTER TYPE public.addr DROP ATTRIBUTE country;
--   ALTER TYPE public.addr ADD ATTRIBUTE city text;
--   ALTER TABLE public.t ALTER COLUMN a TYPE text USING a::text;
--   DROP TYPE public.addr;
--   CREATE TYPE public.addr AS (
--   	street text,
--   	zip text,
--   	city text
--   );
--   ALTER TABLE public.t ALTER COLUMN a TYPE public.addr USING a::public.addr;

-- step 2, swap: ~ type addr: attributes -{'name': 'zip', 'type': 'text'} +{'name': 'zip', 'type': 'integer'}
-- locks: public.addr ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
-- rewrites: public.t
-- hazards: DATA-LOSS
ALTER TABLE public.t ALTER COLUMN a TYPE text USING a::text;
DROP TYPE public.addr;
CREATE TYPE public.addr AS (
	street text,
	zip integer,
	country text
);
ALTER TABLE public.t ALTER COLUMN a TYPE public.addr USING a::public.addr;
-- undo, lossless
