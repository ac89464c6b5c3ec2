-- + not-null constraint at_there on one at
-- - not-null constraint t_at_not_null on one
-- + not-null constraint at_there on t at
-- - not-null constraint t_at_not_null

-- step 1, expand: + not-null constraint at_there on one at; - not-null constraint t_at_not_null on one; and 2 more
-- locks: public.one ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
ALTER TABLE public.t RENAME CONSTRAINT t_at_not_null TO at_there;
-- undo, lossless
--   ALTER TABLE public.t RENAME CONSTRAINT at_there TO t_at_not_null;
