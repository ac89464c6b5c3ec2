-- ~ table t: persistence permanent -> unlogged

-- step 1, expand: ~ table t: persistence permanent -> unlogged
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
ALTER TABLE public.t SET UNLOGGED;
-- undo, lossless
--   ALTER TABLE public.t SET LOGGED;
