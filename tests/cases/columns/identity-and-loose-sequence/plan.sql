-- ~ column a.id: default none -> nextval('public.a_id_seq'::regclass); identity always -> none; sequence cache 1 -> none, cycle False -> none, increment 1 -> none, max 2147483647 -> none, min 1 -> none, name public.a_id_seq -> none, persistence permanent -> none, start 1 -> none, type integer -> none
-- ~ column b.id: default nextval('public.b_id_seq'::regclass) -> none; identity none -> always; sequence cache none -> 1, cycle none -> False, increment none -> 1, max none -> 2147483647, min none -> 1, name none -> public.b_id_seq, persistence none -> permanent, start none -> 1, type none -> integer
-- ~ column c.id: default nextval('public.c_id_seq'::regclass) -> none; identity none -> by default; sequence cache none -> 1, cycle none -> False, increment none -> 1, max none -> 50, min none -> 5, name none -> public.c_id_seq, persistence none -> permanent, start none -> 10, type none -> integer
-- ~ sequence a_id_seq: cache none -> 1; no longer cycle; increment none -> 1; max none -> 2147483647; min none -> 1; persistence none -> permanent; start none -> 1; type none -> integer
-- ~ sequence b_id_seq: cache 1 -> none; no longer cycle; increment 1 -> none; max 9223372036854775807 -> none; min 1 -> none; persistence permanent -> none; start 1 -> none; type bigint -> none
-- ~ sequence c_id_seq: cache 1 -> none; no longer cycle; increment 1 -> none; max 2147483647 -> none; min 1 -> none; owned by public.c.id -> none; persistence permanent -> none; start 1 -> none; type integer -> none

-- step 1, swap: ~ column a.id: default none -> nextval('public.a_id_seq'::regclass); identity always -> none; sequence cache 1 -> none, cycle False -> none, increment 1 -> none, max 2147483647 -> none, min 1 -> none, name public.a_id_seq -> none, persistence permanent -> none, start 1 -> none, type integer -> none; ~ sequence a_id_seq: cache none -> 1; no longer cycle; increment none -> 1; max none -> 2147483647; min none -> 1; persistence none -> permanent; start none -> 1; type none -> integer
-- locks: public.a ACCESS EXCLUSIVE, public.a_id_seq ACCESS EXCLUSIVE
CREATE SEQUENCE public.a_id_seq_before AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
SELECT pg_catalog.setval('public.a_id_seq_before', last_value, is_called) FROM public.a_id_seq;
ALTER TABLE public.a ALTER COLUMN id DROP IDENTITY;
ALTER SEQUENCE public.a_id_seq_before RENAME TO a_id_seq;
ALTER TABLE public.a ALTER COLUMN id SET DEFAULT nextval('public.a_id_seq'::regclass);
SELECT pg_catalog.setval('public.a_id_seq', t.last)
FROM (SELECT max(id) AS last FROM public.a) AS t, public.a_id_seq AS s
WHERE t.last >= s.last_value;
-- undo, lossless
--   ALTER TABLE public.a ALTER COLUMN id DROP DEFAULT;
--   ALTER SEQUENCE public.a_id_seq RENAME TO a_id_seq_before;
--   ALTER TABLE public.a ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.a_id_seq START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1);
--   SELECT pg_catalog.setval('public.a_id_seq', last_value, is_called) FROM public.a_id_seq_before;
--   DROP SEQUENCE public.a_id_seq_before;
--   CREATE SEQUENCE public.b_id_seq_before AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;
--   SELECT pg_catalog.setval('public.b_id_seq_before', last_value, is_called) FROM public.b_id_seq;
--   ALTER TABLE public.b ALTER COLUMN id DROP IDENTITY;
--   ALTER SEQUENCE public.b_id_seq_before RENAME TO b_id_seq;
--   ALTER TABLE public.b ALTER COLUMN id SET DEFAULT nextval('public.b_id_seq'::regclass);
--   CREATE SEQUENCE public.c_id_seq_before AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
--   SELECT pg_catalog.setval('public.c_id_seq_before', last_value, is_called) FROM public.c_id_seq;
--   ALTER TABLE public.c ALTER COLUMN id DROP IDENTITY;
--   ALTER SEQUENCE public.c_id_seq_before RENAME TO c_id_seq;
--   ALTER SEQUENCE public.c_id_seq OWNED BY public.c.id;
--   ALTER TABLE public.c ALTER COLUMN id SET DEFAULT nextval('public.c_id_seq'::regclass);

-- step 2, swap: ~ column b.id: default nextval('public.b_id_seq'::regclass) -> none; identity none -> always; sequence cache none -> 1, cycle none -> False, increment none -> 1, max none -> 2147483647, min none -> 1, name none -> public.b_id_seq, persistence none -> permanent, start none -> 1, type none -> integer; ~ sequence b_id_seq: cache 1 -> none; no longer cycle; increment 1 -> none; max 9223372036854775807 -> none; min 1 -> none; persistence permanent -> none; start 1 -> none; type bigint -> none
-- locks: public.b ACCESS EXCLUSIVE, public.b_id_seq ACCESS EXCLUSIVE
ALTER TABLE public.b ALTER COLUMN id DROP DEFAULT;
ALTER SEQUENCE public.b_id_seq RENAME TO b_id_seq_before;
ALTER TABLE public.b ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.b_id_seq START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1);
SELECT pg_catalog.setval('public.b_id_seq', t.last)
FROM (SELECT max(id) AS last FROM public.b) AS t, public.b_id_seq AS s
WHERE t.last >= s.last_value;
SELECT pg_catalog.setval('public.b_id_seq', CASE WHEN last_value BETWEEN 1 AND 2147483647 THEN last_value ELSE 1 END, is_called AND last_value BETWEEN 1 AND 2147483647) FROM public.b_id_seq_before;
DROP SEQUENCE public.b_id_seq_before;
-- undo, lossless

-- step 3, swap: ~ column c.id: default nextval('public.c_id_seq'::regclass) -> none; identity none -> by default; sequence cache none -> 1, cycle none -> False, increment none -> 1, max none -> 50, min none -> 5, name none -> public.c_id_seq, persistence none -> permanent, start none -> 10, type none -> integer; ~ sequence c_id_seq: cache 1 -> none; no longer cycle; increment 1 -> none; max 2147483647 -> none; min 1 -> none; owned by public.c.id -> none; persistence permanent -> none; start 1 -> none; type integer -> none
-- locks: public.c ACCESS EXCLUSIVE, public.c_id_seq ACCESS EXCLUSIVE
ALTER TABLE public.c ALTER COLUMN id DROP DEFAULT;
ALTER SEQUENCE public.c_id_seq RENAME TO c_id_seq_before;
ALTER TABLE public.c ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.c_id_seq START WITH 10 INCREMENT BY 1 MINVALUE 5 MAXVALUE 50 CACHE 1);
SELECT pg_catalog.setval('public.c_id_seq', t.last)
FROM (SELECT max(id) AS last FROM public.c) AS t, public.c_id_seq AS s
WHERE t.last >= s.last_value;
SELECT pg_catalog.setval('public.c_id_seq', CASE WHEN last_value BETWEEN 5 AND 50 THEN last_value ELSE 10 END, is_called AND last_value BETWEEN 5 AND 50) FROM public.c_id_seq_before;
DROP SEQUENCE public.c_id_seq_before;
-- undo, lossless
