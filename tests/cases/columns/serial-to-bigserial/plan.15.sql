-- ~ column t.id: type integer -> bigint
-- ~ sequence t_id_seq: max 2147483647 -> 9223372036854775807; type integer -> bigint

-- step 1, expand: ~ sequence t_id_seq: max 2147483647 -> 9223372036854775807; type integer -> bigint
-- locks: public.t_id_seq SHARE ROW EXCLUSIVE
-- asks: select count(*) from public.t_id_seq where last_value > 9223372036854775807 or last_value < 1 = 0
ALTER SEQUENCE public.t_id_seq AS bigint MAXVALUE 9223372036854775807;
-- undo, lossless
--   ALTER SEQUENCE public.t_id_seq AS integer MAXVALUE 2147483647;

-- step 2, swap: ~ column t.id: type integer -> bigint
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
ALTER TABLE public.t ALTER COLUMN id TYPE bigint USING id::bigint;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN id TYPE integer USING id::integer;
