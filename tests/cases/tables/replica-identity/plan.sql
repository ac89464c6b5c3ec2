-- ~ table t: replica identity none -> index t_code_key

-- step 1, expand: ~ table t: replica identity none -> index t_code_key
-- locks: public.t ACCESS EXCLUSIVE
ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_code_key;
-- undo, lossless
--   ALTER TABLE public.t REPLICA IDENTITY DEFAULT;
