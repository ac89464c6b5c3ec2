-- + column t.known boolean
-- ~ policy p on t: using changed

-- step 1, expand: + column t.known boolean; ~ policy p on t: using changed
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
ALTER POLICY p ON public.t TO PUBLIC USING ((((v)::text = ANY (ARRAY['a'::character varying, 'b'::character varying, 'c'::character varying])) AND ((length((w)::text) >= 1) AND (length((w)::text) <= 3)) AND ((w)::text > 'a'::text)));
ALTER TABLE public.t ADD COLUMN known boolean GENERATED ALWAYS AS (((v)::text = ANY (ARRAY['x'::character varying, 'y'::character varying]))) STORED;
-- undo, lossless
--   ALTER POLICY p ON public.t TO PUBLIC USING (((v)::text = ANY (ARRAY['a'::character varying, 'b'::character varying])));
--   ALTER TABLE public.t DROP COLUMN known;
