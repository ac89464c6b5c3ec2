-- ~ sequence plain: persistence permanent -> unlogged
-- ~ sequence s: cache 1 -> 3; cycle; increment 1 -> 5; max 9223372036854775807 -> 1000; owned by none -> public.t.id; start 1 -> 10; type bigint -> integer
-- + table t

-- step 1, expand: ~ sequence plain: persistence permanent -> unlogged; ~ sequence s: cache 1 -> 3; cycle; increment 1 -> 5; max 9223372036854775807 -> 1000; owned by none -> public.t.id; start 1 -> 10; type bigint -> integer; and 1 more
-- locks: public.plain ACCESS EXCLUSIVE, public.s SHARE ROW EXCLUSIVE
-- asks: select count(*) from public.s where last_value > 1000 or last_value < 1 = 0
ALTER SEQUENCE public.plain SET UNLOGGED;
ALTER SEQUENCE public.s AS integer START WITH 10 INCREMENT BY 5 MAXVALUE 1000 CACHE 3 CYCLE;
CREATE TABLE public.t (
    id integer
);
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.s'::regclass);
ALTER SEQUENCE public.s OWNED BY public.t.id;
-- undo, lossless
--   ALTER SEQUENCE public.plain SET LOGGED;
--   ALTER SEQUENCE public.s OWNED BY NONE;
--   ALTER SEQUENCE public.s AS bigint START WITH 1 INCREMENT BY 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE;
--   DROP TABLE public.t;
