-- + table t

-- step 1, expand: + table t
CREATE TABLE public.t (
    id integer NOT NULL,
    name text DEFAULT 'x'::text NOT NULL,
    at timestamp with time zone DEFAULT now()
);
ALTER TABLE public.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.t_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_pkey PRIMARY KEY (id);
CREATE INDEX t_name ON public.t USING btree (name);
-- undo, lossless
--   DROP TABLE public.t;
