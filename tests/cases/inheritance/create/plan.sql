-- + table a_child
-- + table z_parent

-- step 1, expand: + table a_child; + table z_parent
CREATE TABLE public.z_parent (
    id integer NOT NULL,
    name text,
    CONSTRAINT z_parent_name_check CHECK ((name <> ''::text))
);
CREATE TABLE public.a_child (
    name text,
    extra text
)
INHERITS (public.z_parent);
-- undo, lossless
--   DROP TABLE public.a_child;
--   DROP TABLE public.z_parent;
