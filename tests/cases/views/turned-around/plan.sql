-- ~ column one.id: type bigint -> integer
-- ~ column three.id: type bigint -> integer
-- ~ column two.id: type bigint -> integer
-- ~ view one: definition SELECT (id)::bigint AS id, name FROM public.t; -> SELECT id, name FROM public.two;
-- ~ view two: definition SELECT id, name FROM public.one; -> SELECT id, name FROM public.t;

-- step 1, swap: ~ column one.id: type bigint -> integer; ~ column three.id: type bigint -> integer; and 3 more
-- locks: public.one ACCESS EXCLUSIVE, public.t ACCESS SHARE, public.three ACCESS EXCLUSIVE, public.two ACCESS EXCLUSIVE
DROP VIEW public.three;
DROP VIEW public.two;
CREATE VIEW public.two AS
 SELECT id,
    name
   FROM public.t;
DROP VIEW public.one;
CREATE VIEW public.one AS
 SELECT id,
    name
   FROM public.two;
CREATE VIEW public.three AS
 SELECT id
   FROM public.two;
-- undo, lossless
--   DROP VIEW public.one;
--   CREATE VIEW public.one AS
--    SELECT (id)::bigint AS id,
--       name
--      FROM public.t;
--   DROP VIEW public.three;
--   DROP VIEW public.two;
--   CREATE VIEW public.two AS
--    SELECT id,
--       name
--      FROM public.one;
--   CREATE VIEW public.three AS
--    SELECT id
--      FROM public.two;
