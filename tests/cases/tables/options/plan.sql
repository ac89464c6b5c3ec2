-- ~ table t: options -autovacuum_enabled=off -fillfactor=70 +fillfactor=80

-- step 1, expand: ~ table t: options -autovacuum_enabled=off -fillfactor=70 +fillfactor=80
-- locks: public.t SHARE UPDATE EXCLUSIVE
ALTER TABLE public.t RESET (autovacuum_enabled);
ALTER TABLE public.t SET (fillfactor=80);
-- undo, lossless
--   ALTER TABLE public.t SET (autovacuum_enabled=off, fillfactor=70);
