-- ~ column t.d: type text -> date
-- ~ column t.n: type integer -> bigint
-- ~ column t.s: type varchar(10) -> text

-- step 1, swap: ~ column t.d: type text -> date; ~ column t.n: type integer -> bigint; and 1 more
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
-- hazards: NARROWED-TYPE
-- asks: select count(*) from public.t as t where t.d is not null and ((t.d::date) is null) = 0
ALTER TABLE public.t ALTER COLUMN d TYPE date USING d::date,
    ALTER COLUMN n TYPE bigint USING n::bigint,
    ALTER COLUMN s TYPE text USING s::text;
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN d TYPE text USING d::text;
--   ALTER TABLE public.t ALTER COLUMN n TYPE integer USING n::integer;
--   ALTER TABLE public.t ALTER COLUMN s TYPE character varying(10) USING s::character varying(10);
