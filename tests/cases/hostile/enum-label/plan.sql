-- ~ enum e: labels +x'); create table pwned(i int); -- +b "c"\ +ünï
-- + enum f (x'); create table pwned(i int); --)

-- step 1, expand: ~ enum e: labels +x'); create table pwned(i int); --
-- hazards: IRREVERSIBLE
ALTER TYPE public.e ADD VALUE 'x''); create table pwned(i int); --' AFTER 'a';
-- undo, irreversible: PostgreSQL cannot take a label out of an enum: the way back leaves it

-- step 2, expand: ~ enum e: labels +b "c"\
-- hazards: IRREVERSIBLE
ALTER TYPE public.e ADD VALUE E'b
"c"\\' AFTER 'x''); create table pwned(i int); --';
-- undo, irreversible: PostgreSQL cannot take a label out of an enum: the way back leaves it

-- step 3, expand: ~ enum e: labels +ünï
-- hazards: IRREVERSIBLE
ALTER TYPE public.e ADD VALUE 'ünï' AFTER E'b
"c"\\';
-- undo, irreversible: PostgreSQL cannot take a label out of an enum: the way back leaves it

-- step 4, expand: + enum f (x'); create table pwned(i int); --)
CREATE TYPE public.f AS ENUM (
    'x''); create table pwned(i int); --'
);
-- undo, lossless
--   DROP TYPE public.f;
