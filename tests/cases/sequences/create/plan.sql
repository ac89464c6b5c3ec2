-- + sequence a
-- + sequence b

-- step 1, expand: + sequence a; + sequence b
CREATE SEQUENCE public.a
    AS smallint
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE SEQUENCE public.b
    AS integer
    START WITH -1
    INCREMENT BY -1
    MINVALUE -100
    NO MAXVALUE
    CACHE 1;
-- undo, lossless
--   DROP SEQUENCE public.b;
--   DROP SEQUENCE public.a;
