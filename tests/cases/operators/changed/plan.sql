-- - operator !!!(NONE,box)
-- + operator !-!(NONE,box)
-- ~ operator ===(box,box): commutator none -> public.===(box,box); hashes

-- step 1, expand: + operator !-!(NONE,box)
CREATE OPERATOR public.!-! (
    FUNCTION = area,
    RIGHTARG = box
);
-- undo, lossless
--   DROP OPERATOR public.!-!(NONE,pg_catalog.box);
--   CREATE OPERATOR public.!!! (
--       FUNCTION = area,
--       RIGHTARG = box
--   );
--   DROP OPERATOR public.===(pg_catalog.box,pg_catalog.box);
--   CREATE OPERATOR public.=== (
--       FUNCTION = public.eq,
--       LEFTARG = box,
--       RIGHTARG = box
--   );

-- step 2, swap: ~ operator ===(box,box): commutator none -> public.===(box,box); hashes
DROP OPERATOR public.===(pg_catalog.box,pg_catalog.box);
CREATE OPERATOR public.=== (
    FUNCTION = public.eq,
    LEFTARG = box,
    RIGHTARG = box,
    COMMUTATOR = OPERATOR(public.===),
    HASHES
);
-- undo, lossless

-- step 3, contract: - operator !!!(NONE,box)
DROP OPERATOR public.!!!(NONE,pg_catalog.box);
-- undo, lossless
