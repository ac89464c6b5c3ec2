-- ~ column v.f: type integer -> bigint
-- ~ function f(integer): definition changed; returns integer -> bigint

-- step 1, swap: ~ column v.f: type integer -> bigint; ~ function f(integer): definition changed; returns integer -> bigint
-- locks: public.t ACCESS EXCLUSIVE, public.v ACCESS EXCLUSIVE
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
DROP INDEX public.t_f;
DROP VIEW public.v;
DROP FUNCTION public.f(integer);
CREATE FUNCTION public.f(a integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$select a::bigint$$;
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.f(1);
REVOKE EXECUTE ON FUNCTION public.f(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.f(integer) TO anna;
CREATE VIEW public.v AS
 SELECT public.f(t.a) AS f
   FROM public.t;
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((public.f(a) > 0));
CREATE INDEX t_f ON public.t USING btree (public.f(a));
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
--   ALTER TABLE public.t DROP CONSTRAINT t_a_check;
--   DROP INDEX public.t_f;
--   DROP VIEW public.v;
--   DROP FUNCTION public.f(integer);
--   CREATE FUNCTION public.f(a integer) RETURNS integer
--       LANGUAGE sql IMMUTABLE
--       AS $$select a$$;
--   ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.f(1);
--   REVOKE EXECUTE ON FUNCTION public.f(integer) FROM PUBLIC;
--   GRANT EXECUTE ON FUNCTION public.f(integer) TO anna;
--   CREATE VIEW public.v AS
--    SELECT public.f(t.a) AS f
--      FROM public.t;
--   ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((public.f(a) > 0));
--   CREATE INDEX t_f ON public.t USING btree (public.f(a));
