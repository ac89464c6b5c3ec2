-- ~ column t.a: sequence max 2147483647 -> 9223372036854775807, type integer -> bigint; type integer -> bigint

-- step 1, swap: ~ column t.a: sequence max 2147483647 -> 9223372036854775807, type integer -> bigint; type integer -> bigint
-- locks: public.t ACCESS EXCLUSIVE, public.t_a_seq SHARE ROW EXCLUSIVE
-- rewrites: public.t
-- asks: select count(*) from public.t_a_seq where last_value > 9223372036854775807 or last_value < 1 = 0
ALTER TABLE public.t ALTER COLUMN a TYPE bigint USING a::bigint;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer;
