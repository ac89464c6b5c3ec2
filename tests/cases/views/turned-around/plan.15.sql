-- ~ column one.id: type bigint -> integer
-- ~ column three.id: type bigint -> integer
-- ~ column two.id: type bigint -> integer
-- ~ view one: definition SELECT (t.id)::bigint AS id, t.name FROM public.t; -> SELECT two.id, two.name FROM public.two;
-- ~ view two: definition SELECT one.id, one.name FROM public.one; -> SELECT t.id, t.name FROM public.t;

-- step 1, swap: ~ column one.id: type bigint -> integer; ~ column three.id: type bigint -> integer; and 3 more
-- locks: public.one ACCESS EXCLUSIVE, public.t ACCESS SHARE, public.three ACCESS EXCLUSIVE, public.two ACCESS EXCLUSIVE
DROP VIEW public.three;
DROP VIEW public.two;
CREATE VIEW public.two AS
 SELECT t.id,
    t.name
   FROM public.t;
DROP VIEW public.one;
CREATE VIEW public.one AS
 SELECT two.id,
    two.name
   FROM public.two;
CREATE VIEW public.three AS
 SELECT two.id
   FROM public.two;
-- undo, lossless
--   DROP VIEW public.one;
--   CREATE VIEW public.one AS
--    SELECT (t.id)::bigint AS id,
--       t.name
--      FROM public.t;
--   DROP VIEW public.three;
--   DROP VIEW public.two;
--   CREATE VIEW public.two AS
--    SELECT one.id,
--       one.name
--      FROM public.one;
--   CREATE VIEW public.three AS
--    SELECT two.id
--      FROM public.two;
