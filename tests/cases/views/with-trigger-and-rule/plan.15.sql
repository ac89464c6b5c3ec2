-- ~ view v: definition SELECT t.a FROM public.t; -> SELECT t.b FROM public.t;

-- step 1, swap: - rule r on v; - trigger tr on v; and 1 more
-- locks: public.t ACCESS SHARE, public.v ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
DROP VIEW public.v;
CREATE VIEW public.v AS
 SELECT t.b
   FROM public.t;
-- undo, lossless
--   DROP VIEW public.v;
--   CREATE VIEW public.v AS
--    SELECT t.a
--      FROM public.t;
--   CREATE RULE r AS
--       ON DELETE TO public.v DO INSTEAD NOTHING;
--   CREATE TRIGGER tr INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f();

-- step 2, expand: + rule r on v; + trigger tr on v
-- locks: public.v ACCESS EXCLUSIVE
CREATE RULE r AS
    ON DELETE TO public.v DO INSTEAD NOTHING;
CREATE TRIGGER tr INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f();
-- undo, lossless
