-- ~ column t.a: type text -> public.citext
-- + extension citext
-- - extension hstore

-- step 1, expand: + extension citext
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
-- undo, lossless
--   DROP EXTENSION citext;
--   CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;

-- step 2, swap: ~ column t.a: type text -> public.citext
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.t as t where t.a is not null and ((t.a::public.citext) is null) = 0
ALTER TABLE public.t ALTER COLUMN a TYPE public.citext USING a::public.citext;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a TYPE text USING a::text;

-- step 3, contract: - extension hstore
DROP EXTENSION hstore;
-- undo, lossless
