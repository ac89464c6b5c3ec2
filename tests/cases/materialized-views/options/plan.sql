-- ~ materialized view m: options none -> ['fillfactor=80']

-- step 1, expand: ~ materialized view m: options none -> ['fillfactor=80']
-- locks: public.m SHARE UPDATE EXCLUSIVE
ALTER MATERIALIZED VIEW public.m SET (fillfactor=80);
-- undo, lossless
--   ALTER MATERIALIZED VIEW public.m RESET (fillfactor);
