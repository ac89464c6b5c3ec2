-- ~ type pair: attributes -{'name': 'a', 'type': 'integer'} -{'name': 'b', 'type': 'text'} -{'name': 'gone', 'type': 'text'} +{'name': 'a', 'type': 'bigint'} +{'name': 'b', 'type': 'text', 'collation': 'pg_catalog."C"'} +{'name': 'c', 'type': 'date'}

-- step 1, expand: ~ type pair: attributes -{'name': 'a', 'type': 'integer'} -{'name': 'b', 'type': 'text'} -{'name': 'gone', 'type': 'text'} +{'name': 'a', 'type': 'bigint'} +{'name': 'b', 'type': 'text', 'collation': 'pg_catalog."C"'} +{'name': 'c', 'type': 'date'}
-- locks: public.pair ACCESS EXCLUSIVE
ALTER TYPE public.pair DROP ATTRIBUTE gone;
ALTER TYPE public.pair ALTER ATTRIBUTE a TYPE bigint;
ALTER TYPE public.pair ALTER ATTRIBUTE b TYPE text COLLATE pg_catalog."C";
ALTER TYPE public.pair ADD ATTRIBUTE c date;
-- undo, lossless
--   ALTER TYPE public.pair DROP ATTRIBUTE c;
--   ALTER TYPE public.pair ALTER ATTRIBUTE a TYPE integer;
--   ALTER TYPE public.pair ALTER ATTRIBUTE b TYPE text;
--   ALTER TYPE public.pair ADD ATTRIBUTE gone text;
