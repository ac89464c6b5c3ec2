-- ~ aggregate agg(integer): privileges -PUBLIC=EXECUTE
-- ~ column t.a: privileges ['anna=SELECT'] -> none
-- ~ column t.b: privileges none -> ['anna=SELECT,UPDATE']
-- ~ domain d: privileges -PUBLIC=USAGE
-- ~ enum e: privileges +anna=USAGE
-- ~ function f(integer): privileges -PUBLIC=EXECUTE
-- ~ materialized view m: privileges +PUBLIC=SELECT
-- ~ procedure p(): privileges +bob=EXECUTE*
-- ~ sequence s: privileges +anna=USAGE
-- ~ table t: privileges -anna=INSERT -bob=SELECT* +Dr. No=DELETE* +anna=SELECT,UPDATE +bob=SELECT
-- ~ view v: privileges +anna=DELETE,INSERT,REFERENCES,SELECT,TRIGGER,TRUNCATE,UPDATE

-- step 1, expand: ~ aggregate agg(integer): privileges -PUBLIC=EXECUTE; ~ column t.a: privileges ['anna=SELECT'] -> none; and 9 more
-- hazards: PUBLIC-GRANT
REVOKE EXECUTE ON FUNCTION public.agg(integer) FROM PUBLIC;
REVOKE SELECT (a) ON TABLE public.t FROM anna;
GRANT SELECT (b), UPDATE (b) ON TABLE public.t TO anna;
REVOKE USAGE ON DOMAIN public.d FROM PUBLIC;
GRANT USAGE ON TYPE public.e TO anna;
REVOKE EXECUTE ON FUNCTION public.f(integer) FROM PUBLIC;
GRANT SELECT ON TABLE public.m TO PUBLIC;
GRANT EXECUTE ON PROCEDURE public.p() TO bob WITH GRANT OPTION;
GRANT USAGE ON SEQUENCE public.s TO anna;
GRANT DELETE ON TABLE public.t TO "Dr. No" WITH GRANT OPTION;
REVOKE INSERT ON TABLE public.t FROM anna;
GRANT SELECT, UPDATE ON TABLE public.t TO anna;
REVOKE GRANT OPTION FOR SELECT ON TABLE public.t FROM bob;
GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE public.v TO anna;
-- undo, lossless
--   GRANT EXECUTE ON FUNCTION public.agg(integer) TO PUBLIC;
--   GRANT SELECT (a) ON TABLE public.t TO anna;
--   REVOKE SELECT (b), UPDATE (b) ON TABLE public.t FROM anna;
--   GRANT USAGE ON DOMAIN public.d TO PUBLIC;
--   REVOKE USAGE ON TYPE public.e FROM anna;
--   GRANT EXECUTE ON FUNCTION public.f(integer) TO PUBLIC;
--   REVOKE SELECT ON TABLE public.m FROM PUBLIC;
--   REVOKE EXECUTE ON PROCEDURE public.p() FROM bob;
--   REVOKE USAGE ON SEQUENCE public.s FROM anna;
--   REVOKE DELETE ON TABLE public.t FROM "Dr. No";
--   REVOKE SELECT, UPDATE ON TABLE public.t FROM anna;
--   GRANT INSERT ON TABLE public.t TO anna;
--   GRANT SELECT ON TABLE public.t TO bob WITH GRANT OPTION;
--   REVOKE DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE public.v FROM anna;
--   GRANT SELECT (a) ON TABLE public.t TO anna;
