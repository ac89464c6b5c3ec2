-- ~ column t.a: type bigint -> timestamp
-- ~ column t.b: type integer -> uuid
-- ~ column t.c: type integer[] -> jsonb

-- step 1, swap: ~ column t.a: type bigint -> timestamp; ~ column t.b: type integer -> uuid; and 1 more
-- locks: public.t ACCESS EXCLUSIVE
-- rewrites: public.t
-- hazards: NARROWED-TYPE
-- asks: select count(*) from public.t as t where t.c is not null and (case when replace(t.c::text, E'\\\\', '') ~ E'\\\\u0000' then true else char_length(regexp_replace(regexp_replace(regexp_replace((t.c)::text, '\\.', '', 'g'), '\"[^\"]*\"', '', 'g'), '[^:]', '', 'g')) <> char_length(regexp_replace(regexp_replace(regexp_replace(((t.c::text)::jsonb)::text, '\\.', '', 'g'), '\"[^\"]*\"', '', 'g'), '[^:]', '', 'g')) end) = 0
ALTER TABLE public.t ALTER COLUMN a TYPE timestamp without time zone USING a::text::timestamp without time zone,
    ALTER COLUMN b TYPE uuid USING b::text::uuid,
    ALTER COLUMN c TYPE jsonb USING to_jsonb(c);
-- undo, lossless
--   ALTER TABLE public.t ALTER COLUMN a TYPE bigint USING a::text::bigint;
--   ALTER TABLE public.t ALTER COLUMN b TYPE integer USING b::text::integer;
--   ALTER TABLE public.t ALTER COLUMN c TYPE integer[] USING c::text::integer[];
