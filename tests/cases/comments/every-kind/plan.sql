-- ~ aggregate agg(integer): comment none -> x
-- ~ column t.a: comment none -> x
-- ~ column v.a: comment none -> x
-- ~ check c on t: comment none -> x
-- ~ domain d: comment none -> x
-- ~ domain constraint k on d: comment none -> x
-- ~ enum e: comment none -> x
-- ~ function f(integer): comment old -> none
-- ~ index i: comment none -> x
-- ~ materialized view m: comment none -> x
-- ~ policy pol on t: comment none -> x
-- ~ procedure p(): comment none -> x
-- ~ range r: comment none -> x
-- ~ rule ru on t: comment none -> x
-- ~ sequence s: comment none -> x
-- ~ statistics st: comment none -> x
-- ~ table t: comment old -> it's new \ and on two lines; drop table t
-- ~ trigger tr on t: comment none -> x
-- ~ type c: comment none -> x
-- ~ view v: comment none -> x

-- step 1, expand: ~ aggregate agg(integer): comment none -> x; ~ column t.a: comment none -> x; and 18 more
-- locks: public.m SHARE UPDATE EXCLUSIVE, public.s SHARE UPDATE EXCLUSIVE, public.t SHARE UPDATE EXCLUSIVE, public.v SHARE UPDATE EXCLUSIVE
COMMENT ON AGGREGATE public.agg(integer) IS 'x';
COMMENT ON COLUMN public.t.a IS 'x';
COMMENT ON COLUMN public.v.a IS 'x';
COMMENT ON CONSTRAINT c ON public.t IS 'x';
COMMENT ON DOMAIN public.d IS 'x';
COMMENT ON CONSTRAINT k ON DOMAIN public.d IS 'x';
COMMENT ON TYPE public.e IS 'x';
COMMENT ON FUNCTION public.f(integer) IS NULL;
COMMENT ON INDEX public.i IS 'x';
COMMENT ON MATERIALIZED VIEW public.m IS 'x';
COMMENT ON POLICY pol ON public.t IS 'x';
COMMENT ON PROCEDURE public.p() IS 'x';
COMMENT ON TYPE public.r IS 'x';
COMMENT ON RULE ru ON public.t IS 'x';
COMMENT ON SEQUENCE public.s IS 'x';
COMMENT ON STATISTICS public.st IS 'x';
COMMENT ON TABLE public.t IS E'it''s new
\\ and on two lines; drop table t';
COMMENT ON TRIGGER tr ON public.t IS 'x';
COMMENT ON TYPE public.c IS 'x';
COMMENT ON VIEW public.v IS 'x';
-- undo, lossless
--   COMMENT ON AGGREGATE public.agg(integer) IS NULL;
--   COMMENT ON COLUMN public.t.a IS NULL;
--   COMMENT ON COLUMN public.v.a IS NULL;
--   COMMENT ON CONSTRAINT c ON public.t IS NULL;
--   COMMENT ON DOMAIN public.d IS NULL;
--   COMMENT ON CONSTRAINT k ON DOMAIN public.d IS NULL;
--   COMMENT ON TYPE public.e IS NULL;
--   COMMENT ON FUNCTION public.f(integer) IS 'old';
--   COMMENT ON INDEX public.i IS NULL;
--   COMMENT ON MATERIALIZED VIEW public.m IS NULL;
--   COMMENT ON POLICY pol ON public.t IS NULL;
--   COMMENT ON PROCEDURE public.p() IS NULL;
--   COMMENT ON TYPE public.r IS NULL;
--   COMMENT ON RULE ru ON public.t IS NULL;
--   COMMENT ON SEQUENCE public.s IS NULL;
--   COMMENT ON STATISTICS public.st IS NULL;
--   COMMENT ON TABLE public.t IS 'old';
--   COMMENT ON TRIGGER tr ON public.t IS NULL;
--   COMMENT ON TYPE public.c IS NULL;
--   COMMENT ON VIEW public.v IS NULL;
