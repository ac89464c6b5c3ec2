-- ~ column m.b: compression none -> pglz; statistics none -> 50; storage external -> none

-- step 1, expand: ~ column m.b: compression none -> pglz; statistics none -> 50; storage external -> none
-- locks: public.m ACCESS EXCLUSIVE
ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET COMPRESSION pglz;
ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET STATISTICS 50;
ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET STORAGE EXTENDED;
-- undo, lossless
--   ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET COMPRESSION default;
--   ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET STATISTICS -1;
--   ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET STORAGE EXTERNAL;
