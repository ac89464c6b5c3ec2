-- + check c on t (((a >= 1) AND (a <= 5) AND (b = ANY (ARRAY['x'::text, 'y'::text]))))
-- + check d on t (((a > 1) IS NOT FALSE))

-- step 1, enforce: + check c on t (((a >= 1) AND (a <= 5) AND (b = ANY (ARRAY['x'::text, 'y'::text])))); + check d on t (((a > 1) IS NOT FALSE))
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.t as t where not (((a >= 1) AND (a <= 5) AND (b = ANY (ARRAY['x'::text, 'y'::text])))) = 0
-- asks: select count(*) from public.t as t where not (((a > 1) IS NOT FALSE)) = 0
ALTER TABLE public.t ADD CONSTRAINT c CHECK (((a BETWEEN 1 AND 5) AND (b = ANY (ARRAY['x'::text, 'y'::text]))));
ALTER TABLE public.t ADD CONSTRAINT d CHECK (((a > 1) IS NOT FALSE));
-- undo, lossless
--   ALTER TABLE public.t DROP CONSTRAINT d;
--   ALTER TABLE public.t DROP CONSTRAINT c;
