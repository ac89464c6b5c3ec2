-- ~ table t: privileges +anna=MAINTAIN

-- step 1, expand: ~ table t: privileges +anna=MAINTAIN
-- locks: public.t ACCESS SHARE
GRANT MAINTAIN ON TABLE public.t TO anna;
-- undo, lossless
--   REVOKE MAINTAIN ON TABLE public.t FROM anna;
