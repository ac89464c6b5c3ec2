-- ~ table t: cluster on none -> t_pkey

-- step 1, expand: ~ table t: cluster on none -> t_pkey
-- locks: public.t SHARE UPDATE EXCLUSIVE
ALTER TABLE public.t CLUSTER ON t_pkey;
-- undo, lossless
--   ALTER TABLE public.t SET WITHOUT CLUSTER;
