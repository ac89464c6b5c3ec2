-- ~ text search configuration c: mappings asciiword ['pg_catalog.simple'] -> ['public.d']
-- + text search configuration fresh
-- - text search configuration gone
-- ~ text search dictionary d: options none -> accept = 'false'

-- step 1, swap: + text search configuration fresh
CREATE TEXT SEARCH CONFIGURATION public.fresh (
    PARSER = pg_catalog."default" );
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR asciiword WITH english_stem;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR word WITH english_stem;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR numword WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR email WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR url WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR host WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR sfloat WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR version WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR hword_numpart WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR hword_part WITH english_stem;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR hword_asciipart WITH english_stem;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR numhword WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR asciihword WITH english_stem;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR hword WITH english_stem;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR url_path WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR file WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR "float" WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR "int" WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.fresh
    ADD MAPPING FOR uint WITH simple;
-- undo, lossless
--   DROP TEXT SEARCH CONFIGURATION public.fresh;
--   CREATE TEXT SEARCH CONFIGURATION public.gone (
--       PARSER = pg_catalog."default" );
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR asciiword WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR word WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR numword WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR email WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR url WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR host WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR sfloat WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR version WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR hword_numpart WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR hword_part WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR hword_asciipart WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR numhword WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR asciihword WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR hword WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR url_path WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR file WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR "float" WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR "int" WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.gone
--       ADD MAPPING FOR uint WITH simple;
--   DROP TEXT SEARCH CONFIGURATION public.c;
--   CREATE TEXT SEARCH CONFIGURATION public.c (
--       PARSER = pg_catalog."default" );
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR asciiword WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR word WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR numword WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR email WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR url WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR host WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR sfloat WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR version WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR hword_numpart WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR hword_part WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR hword_asciipart WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR numhword WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR asciihword WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR hword WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR url_path WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR file WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR "float" WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR "int" WITH simple;
--   ALTER TEXT SEARCH CONFIGURATION public.c
--       ADD MAPPING FOR uint WITH simple;
--   DROP TEXT SEARCH DICTIONARY public.d;
--   CREATE TEXT SEARCH DICTIONARY public.d (
--       TEMPLATE = pg_catalog.simple );

-- step 2, swap: ~ text search configuration c: mappings asciiword ['pg_catalog.simple'] -> ['public.d']; ~ text search dictionary d: options none -> accept = 'false'
DROP TEXT SEARCH CONFIGURATION public.c;
DROP TEXT SEARCH DICTIONARY public.d;
CREATE TEXT SEARCH DICTIONARY public.d (
    TEMPLATE = pg_catalog.simple,
    accept = 'false' );
CREATE TEXT SEARCH CONFIGURATION public.c (
    PARSER = pg_catalog."default" );
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR asciiword WITH public.d;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR word WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR numword WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR email WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR url WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR host WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR sfloat WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR version WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR hword_numpart WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR hword_part WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR hword_asciipart WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR numhword WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR asciihword WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR hword WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR url_path WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR file WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR "float" WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR "int" WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.c
    ADD MAPPING FOR uint WITH simple;
-- undo, lossless

-- step 3, contract: - text search configuration gone
DROP TEXT SEARCH CONFIGURATION public.gone;
-- undo, lossless
