-- ~ column t.a: sequence max 2147483647 -> 9223372036854775807, type integer -> bigint; type integer -> bigint

-- step 1, swap: ~ column t.a: sequence max 2147483647 -> 9223372036854775807, type integer -> bigint; type integer -> bigint
-- locks: public.t ACCESS EXCLUSIVE, public.t_a_seq SHARE ROW EXCLUSIVE
-- rewrites: public.t
ALTER TABLE public.t ALTER COLUMN a TYPE bigint USING a::bigint;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a SET MAXVALUE 2147483647;
--   ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer;

-- step 2, expand: ALTER TABLE public.t ALTER COLUMN a SET MAXVALUE 9223372036854775807
-- locks: public.t ACCESS EXCLUSIVE, public.t_a_seq SHARE ROW EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN a SET MAXVALUE 9223372036854775807;
-- undo, lossless
