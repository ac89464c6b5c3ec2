-- ~ column t.id: sequence min 1 -> 500, start 1 -> 500
-- ~ sequence down: max 9223372036854775807 -> 99
-- ~ sequence high: min 1 -> 1000; start 1 -> 1000

-- step 1, expand: ~ sequence down: max 9223372036854775807 -> 99
-- locks: public.down SHARE ROW EXCLUSIVE
-- asks: select count(*) from public.down where last_value > 99 or last_value < 1 = 0
ALTER SEQUENCE public.down MAXVALUE 99;
-- undo, lossless
--   ALTER SEQUENCE public.down MAXVALUE 9223372036854775807;
--   ALTER SEQUENCE public.high START WITH 1 MINVALUE 1;

-- step 2, swap: ~ column t.id: sequence min 1 -> 500, start 1 -> 500
-- locks: public.t ACCESS EXCLUSIVE, public.t_id_seq SHARE ROW EXCLUSIVE
ALTER SEQUENCE public.t_id_seq MINVALUE 1 MAXVALUE 2147483647;
SELECT pg_catalog.setval('public.t_id_seq', CASE WHEN last_value BETWEEN 500 AND 2147483647 THEN last_value ELSE 500 END, is_called AND last_value BETWEEN 500 AND 2147483647) FROM public.t_id_seq;
ALTER TABLE public.t ALTER COLUMN id SET START WITH 500 SET MINVALUE 500;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN id SET START WITH 1 SET MINVALUE 1;

-- step 3, swap: ~ sequence high: min 1 -> 1000; start 1 -> 1000
-- locks: public.high SHARE ROW EXCLUSIVE
ALTER SEQUENCE public.high MINVALUE 1 MAXVALUE 9223372036854775807;
SELECT pg_catalog.setval('public.high', CASE WHEN last_value BETWEEN 1000 AND 9223372036854775807 THEN last_value ELSE 1000 END, is_called AND last_value BETWEEN 1000 AND 9223372036854775807) FROM public.high;
ALTER SEQUENCE public.high START WITH 1000 MINVALUE 1000;
-- undo, lossless
