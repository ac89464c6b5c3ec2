-- ~ column t.who: type text -> varchar(80)
-- ~ policy one on t: using (who = CURRENT_USER) -> ((who)::text = CURRENT_USER)

-- step 1, swap: ~ column t.who: type text -> varchar(80); ~ policy one on t: using (who = CURRENT_USER) -> ((who)::text = CURRENT_USER)
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
-- hazards: NARROWED-TYPE
-- asks: select count(*) from public.t as t where t.who is not null and (char_length(t.who::text) > 80) = 0
DROP POLICY one on public.t;
ALTER TABLE public.t ALTER COLUMN who TYPE character varying(80) USING who::character varying(80);
CREATE POLICY one ON public.t USING (((who)::text = CURRENT_USER));
-- undo, lossless
--   ALTER POLICY one ON public.t TO PUBLIC USING ((who = CURRENT_USER));
--   DROP POLICY one on public.t;
--   CREATE POLICY one ON public.t USING ((who = CURRENT_USER));
--   DROP POLICY one on public.t;
--   ALTER TABLE public.t ALTER COLUMN who TYPE text USING who::text;
--   CREATE POLICY one ON public.t USING ((who = CURRENT_USER));
