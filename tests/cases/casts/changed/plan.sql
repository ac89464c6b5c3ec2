-- ~ cast integer AS public.c: context explicit -> assignment

-- step 1, swap: ~ cast integer AS public.c: context explicit -> assignment
DROP CAST (integer AS public.c);
CREATE CAST (integer AS public.c) WITH FUNCTION public.to_c(integer) AS ASSIGNMENT;
-- undo, lossless
--   DROP CAST (integer AS public.c);
--   CREATE CAST (integer AS public.c) WITH FUNCTION public.to_c(integer);
