-- + column it\nself.no\nte text
-- ~ enum kinds\nof: labels +b c
-- + table an\nother

-- step 1, expand: ~ enum kinds\nof: labels +b c
-- hazards: IRREVERSIBLE
ALTER TYPE public."kinds
of" ADD VALUE 'b
c' AFTER 'a';
-- undo, irreversible: PostgreSQL cannot take a label out of an enum: the way back leaves it

-- step 2, expand: + table an\nother
CREATE TABLE public."an
other" (
    "i
d" integer NOT NULL,
    "te
xt" text
);
ALTER TABLE ONLY public."an
other"
    ADD CONSTRAINT "an
other_pkey" PRIMARY KEY ("i
d");
-- undo, lossless
--   DROP TABLE public."an
--   other";
--   ALTER TABLE public."it
--   self" DROP COLUMN "no
--   te";

-- step 3, expand: + column it\nself.no\nte text
-- locks: public.it
self ACCESS EXCLUSIVE
ALTER TABLE public."it
self" ADD COLUMN "no
te" text;
-- undo, lossless

-- step 4, expand: + foreign key an\nother_i\nd_fkey ("i d") -> "it self"(id); ~ table an\nother: comment none -> two lines
-- locks: public.an
other SHARE ROW EXCLUSIVE, public.it
self SHARE ROW EXCLUSIVE
ALTER TABLE ONLY public."an
other"
    ADD CONSTRAINT "an
other_i
d_fkey" FOREIGN KEY ("i
d") REFERENCES public."it
self"(id);
COMMENT ON TABLE public."an
other" IS 'two
lines';
-- undo, lossless
