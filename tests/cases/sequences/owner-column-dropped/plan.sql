-- - column t1.id
-- + column t1.other integer
-- ~ column t2.id: default none -> nextval('public.counter'::regclass)
-- ~ sequence counter: owned by public.t1.id -> public.t2.id
-- noticed: column public.t1.id goes and column public.t1.other comes, and they look alike: if it is renamed, add - {rename: public.t1.id, to: other}

-- step 1, expand: ~ column t2.id: default none -> nextval('public.counter'::regclass)
-- locks: public.counter ACCESS SHARE, public.t2 ACCESS EXCLUSIVE
ALTER TABLE public.t2 ALTER COLUMN id SET DEFAULT nextval('public.counter'::regclass);
SELECT pg_catalog.setval('public.counter', t.last)
FROM (SELECT max(id) AS last FROM public.t2) AS t, public.counter AS s
WHERE t.last >= s.last_value;
-- undo, lossless
--   ALTER TABLE public.t2 ALTER COLUMN id DROP DEFAULT;
--   ALTER TABLE public.t1 DROP COLUMN other;
--   ALTER TABLE public.t1 ADD COLUMN id integer DEFAULT nextval('public.counter'::regclass);
--   ALTER SEQUENCE public.counter OWNED BY public.t1.id;

-- step 2, expand: ~ sequence counter: owned by public.t1.id -> public.t2.id
-- locks: public.counter SHARE ROW EXCLUSIVE, public.t2 ACCESS SHARE
ALTER SEQUENCE public.counter OWNED BY public.t2.id;
-- undo, lossless

-- step 3, expand: + column t1.other integer
-- locks: public.t1 ACCESS EXCLUSIVE
ALTER TABLE public.t1 ADD COLUMN other integer;
-- undo, lossless

-- step 4, contract: - column t1.id
-- locks: public.t1 ACCESS EXCLUSIVE
-- hazards: DATA-LOSS, DROPPED-NAME
ALTER TABLE public.t1 DROP COLUMN id;
-- undo, lossless
