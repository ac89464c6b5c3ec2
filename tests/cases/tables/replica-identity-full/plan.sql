-- ~ table t: replica identity none -> full

-- step 1, expand: ~ table t: replica identity none -> full
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t REPLICA IDENTITY FULL;
-- undo, lossless
--   ALTER TABLE public.t REPLICA IDENTITY DEFAULT;
