-- ~ column ft.a: not null; type integer -> bigint
-- + column ft.b text
-- - column ft.gone
-- ~ foreign table ft: server options table_name 1 -> 2, updatable none -> false
-- ~ server s: options dbname none -> x, host a -> b, port 1 -> none
-- + server t

-- step 1, expand: ~ column ft.a: not null; type integer -> bigint; + column ft.b text; and 4 more
-- locks: public.ft ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
ALTER FOREIGN TABLE public.ft ALTER COLUMN a SET NOT NULL;
ALTER FOREIGN TABLE public.ft ALTER COLUMN a TYPE bigint;
ALTER FOREIGN TABLE public.ft OPTIONS (ADD updatable 'false', SET table_name '2');
ALTER SERVER s OPTIONS (DROP port, SET host 'b', ADD dbname 'x');
ALTER FOREIGN TABLE public.ft DROP COLUMN gone;
CREATE SERVER t VERSION '2' FOREIGN DATA WRAPPER postgres_fdw;
ALTER FOREIGN TABLE public.ft ADD COLUMN b text;
ALTER FOREIGN TABLE public.ft ALTER COLUMN b OPTIONS (ADD column_name 'v');
GRANT USAGE ON FOREIGN SERVER t TO anna;
-- undo, lossless
--   ALTER FOREIGN TABLE public.ft ALTER COLUMN a DROP NOT NULL;
--   ALTER FOREIGN TABLE public.ft ALTER COLUMN a TYPE integer;
--   ALTER FOREIGN TABLE public.ft OPTIONS (DROP updatable, SET table_name '1');
--   ALTER SERVER s OPTIONS (DROP dbname, SET host 'a', ADD port '1');
--   DROP SERVER t;
--   ALTER FOREIGN TABLE public.ft DROP COLUMN b;
--   ALTER FOREIGN TABLE public.ft ADD COLUMN gone integer;
