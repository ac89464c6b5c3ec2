-- ~ column t.a: storage none -> external
-- ~ column t.b: compression none -> pglz
-- ~ column t.c: options none -> ['n_distinct=10']; statistics none -> 500

-- step 1, expand: ~ column t.a: storage none -> external; ~ column t.b: compression none -> pglz; and 1 more
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTERNAL;
ALTER TABLE public.t ALTER COLUMN b SET COMPRESSION pglz;
ALTER TABLE public.t ALTER COLUMN c SET (n_distinct=10);
ALTER TABLE public.t ALTER COLUMN c SET STATISTICS 500;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTENDED;
--   ALTER TABLE public.t ALTER COLUMN b SET COMPRESSION default;
--   ALTER TABLE public.t ALTER COLUMN c RESET (n_distinct);
--   ALTER TABLE public.t ALTER COLUMN c SET STATISTICS -1;
