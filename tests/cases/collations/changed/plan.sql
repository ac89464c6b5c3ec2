-- ~ collation german: collate C -> POSIX; ctype C -> POSIX

-- step 1, swap: ~ collation german: collate C -> POSIX; ctype C -> POSIX
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE pg_catalog."default";
DROP COLLATION public.german;
CREATE COLLATION public.german (provider = libc, locale = 'POSIX');
ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE public.german;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE pg_catalog."default";
--   DROP COLLATION public.german;
--   CREATE COLLATION public.german (provider = libc, locale = 'C');
--   ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE public.german;
