-- ~ enum mood: labels -ok

-- step 1, swap: ~ enum mood: labels -ok
-- locks: public.happy ACCESS EXCLUSIVE, public.person ACCESS EXCLUSIVE
-- rewrites: public.person
-- hazards: IRREVERSIBLE
-- asks: select ((select count(*) from public.person as t where t.mood::text in ('ok')) + (select count(*) from public.person as t where t.seen::text[] && array['ok']))::bigint = 0
ALTER TABLE public.person ALTER COLUMN mood DROP DEFAULT;
DROP FUNCTION public.worst(public.mood);
DROP INDEX public.person_mood_idx;
DROP VIEW public.happy;
ALTER TABLE public.person ALTER COLUMN best TYPE text USING best::text;
DROP DOMAIN public.good_mood;
ALTER TYPE public.mood RENAME TO mood__before;
CREATE TYPE public.mood AS ENUM ('happy', 'sad');
ALTER TABLE public.person ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood,
    ALTER COLUMN seen TYPE public.mood[] USING seen::text[]::public.mood[];
DROP TYPE public.mood__before;
ALTER TABLE public.person ALTER COLUMN mood SET DEFAULT 'happy'::public.mood;
GRANT USAGE ON TYPE public.mood TO anna;
COMMENT ON TYPE public.mood IS 'how it feels';
CREATE DOMAIN public.good_mood AS public.mood
	CONSTRAINT good_mood_check CHECK ((VALUE <> 'sad'::public.mood));
CREATE FUNCTION public.worst(a public.mood DEFAULT 'sad'::public.mood) RETURNS public.mood
    LANGUAGE sql
    AS $$select a$$;
CREATE VIEW public.happy AS
 SELECT person.id
   FROM public.person
  WHERE (person.mood = 'happy'::public.mood);
CREATE INDEX person_mood_idx ON public.person USING btree (mood) WHERE (mood = 'happy'::public.mood);
ALTER TABLE public.person ALTER COLUMN best TYPE public.good_mood USING best::public.good_mood;
GRANT SELECT ON TABLE public.happy TO bob;
-- undo, irreversible: PostgreSQL cannot take a label out of an enum: the way back leaves it
