-- ~ column t.n: type integer -> bigint
-- ~ column v.n: type integer -> bigint
-- ~ column w.n: type integer -> bigint

-- step 1, swap: ~ column t.n: type integer -> bigint; ~ column v.n: type integer -> bigint; and 1 more
-- locks: public.t ACCESS EXCLUSIVE, public.v ACCESS EXCLUSIVE, public.w ACCESS EXCLUSIVE
-- rewrites: public.t
DROP VIEW public.w;
DROP VIEW public.v;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint USING n::bigint;
CREATE VIEW public.v AS
 SELECT t.n
   FROM public.t;
CREATE VIEW public.w AS
 SELECT v.n
   FROM public.v;
GRANT SELECT ON TABLE public.w TO anna;
COMMENT ON VIEW public.w IS 'read me';
-- undo, lossless
--   DROP VIEW public.w;
--   DROP VIEW public.v;
--   ALTER TABLE public.t ALTER COLUMN n TYPE integer USING n::integer;
--   CREATE VIEW public.v AS
--    SELECT t.n
--      FROM public.t;
--   CREATE VIEW public.w AS
--    SELECT v.n
--      FROM public.v;
--   GRANT SELECT ON TABLE public.w TO anna;
--   COMMENT ON VIEW public.w IS 'read me';
