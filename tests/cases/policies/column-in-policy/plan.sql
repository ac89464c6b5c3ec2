-- ~ column t.who: type text -> varchar(80)
-- ~ policy one on t: using (who = CURRENT_USER) -> ((who)::text = CURRENT_USER)

-- step 1, contract: - policy one on t
-- locks: public.t ACCESS EXCLUSIVE
drop policy "one" on "public"."t";
-- undo, lossless
--   ALTER POLICY one ON public.t TO PUBLIC USING ((who = CURRENT_USER));
--   DROP POLICY one on public.t;
--   CREATE POLICY one ON public.t USING ((who = CURRENT_USER));
--   drop policy "one" on "public"."t";
--   alter table "public"."t" alter column "who" set data type text using "who"::text;
--   create policy "one"
--   on "public"."t"
--   as permissive
--   for all
--   to public
--   using ((who = CURRENT_USER));

-- step 2, swap: ~ column t.who: type text -> varchar(80)
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
-- asks: select count(*) from public.t as t where t.who is not null and (char_length(t.who::text) > 80) = 0
alter table "public"."t" alter column "who" set data type character varying(80) using "who"::character varying(80);
-- undo, lossless

-- step 3, expand: + policy one on t
-- locks: public.t ACCESS EXCLUSIVE
create policy "one"
on "public"."t"
as permissive
for all
to public
using (((who)::text = CURRENT_USER));
-- undo, lossless
