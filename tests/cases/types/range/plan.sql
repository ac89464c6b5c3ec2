-- + range days
-- ~ range span: subtype diff none -> float8mi(double precision,double precision)
-- + table t

-- step 1, expand: + range days; + table t
CREATE TYPE public.days AS RANGE (
    subtype = date,
    multirange_type_name = public.many_days
);
CREATE TABLE public.t (
    s public.days
);
-- undo, lossless
--   DROP TABLE public.t;
--   DROP TYPE public.days;
--   DROP TYPE public.span;
--   CREATE TYPE public.span AS RANGE (
--       subtype = double precision,
--       multirange_type_name = public.span_multirange
--   );

-- step 2, swap: ~ range span: subtype diff none -> float8mi(double precision,double precision)
DROP TYPE public.span;
CREATE TYPE public.span AS RANGE (
    subtype = double precision,
    multirange_type_name = public.span_multirange,
    subtype_diff = float8mi
);
-- undo, lossless
