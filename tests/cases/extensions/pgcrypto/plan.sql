-- ~ column t.secret: default none -> encode(public.gen_random_bytes(8), 'hex'::text)
-- + extension pgcrypto
-- + table token
-- + view hashed

-- step 1, expand: + extension pgcrypto; + table token; and 1 more
-- locks: public.t ACCESS SHARE
CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;
CREATE VIEW public.hashed AS
 SELECT id,
    public.digest(secret, 'sha256'::text) AS hash
   FROM public.t;
CREATE TABLE public.token (
    id uuid DEFAULT public.gen_random_uuid(),
    hash bytea,
    CONSTRAINT token_hash_check CHECK ((length(hash) = 32))
);
-- undo, lossless
--   DROP VIEW public.hashed;
--   DROP TABLE public.token;
--   DROP EXTENSION pgcrypto;

-- step 2, expand: ~ column t.secret: default none -> encode(public.gen_random_bytes(8), 'hex'::text)
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN secret SET DEFAULT encode(public.gen_random_bytes(8), 'hex'::text);
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN secret DROP DEFAULT;
