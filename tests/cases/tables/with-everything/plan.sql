-- + enum state (new, done)
-- + function touch()
-- + table child
-- + table parent
-- + view open_ones

-- step 1, expand: + enum state (new, done); + function touch(); and 3 more
-- hazards: VIEW-BYPASSES-RLS
CREATE TYPE public.state AS ENUM (
    'new',
    'done'
);
CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$begin return new; end$$;
CREATE TABLE public.child (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    parent_id bigint NOT NULL,
    state public.state DEFAULT 'new'::public.state NOT NULL,
    price numeric(10,2),
    total numeric GENERATED ALWAYS AS ((price * (2)::numeric)) STORED,
    CONSTRAINT child_price_check CHECK ((price > (0)::numeric))
);
CREATE TABLE public.parent (
    id bigint NOT NULL,
    name text NOT NULL
);
CREATE VIEW public.open_ones AS
 SELECT c.id,
    p.name
   FROM (public.child c
     JOIN public.parent p ON ((p.id = c.parent_id)));
CREATE SEQUENCE public.parent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE ONLY public.child
    ADD CONSTRAINT child_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.parent
    ADD CONSTRAINT parent_name_key UNIQUE (name);
ALTER TABLE ONLY public.parent
    ADD CONSTRAINT parent_pkey PRIMARY KEY (id);
CREATE INDEX child_parent_id_idx ON public.child USING btree (parent_id) WHERE (state = 'new'::public.state);
CREATE TRIGGER touch BEFORE UPDATE ON public.child FOR EACH ROW EXECUTE FUNCTION public.touch();
ALTER TABLE ONLY public.child
    ADD CONSTRAINT child_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.parent(id) ON DELETE CASCADE;
CREATE POLICY mine ON public.child USING ((state = 'new'::public.state));
ALTER TABLE public.parent ALTER COLUMN id SET DEFAULT nextval('public.parent_id_seq'::regclass);
ALTER SEQUENCE public.parent_id_seq OWNED BY public.parent.id;
ALTER TABLE public.child ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON TABLE public.child TO anna;
COMMENT ON TABLE public.child IS 'what it''s about';
-- undo, lossless
--   DROP VIEW public.open_ones;
--   DROP TABLE public.child;
--   DROP TABLE public.parent;
--   DROP FUNCTION public.touch();
--   DROP TYPE public.state;
