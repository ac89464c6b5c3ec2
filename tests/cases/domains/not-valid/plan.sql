-- ~ domain constraint c on code: definition CHECK ((VALUE <> ''::text)) -> CHECK ((VALUE <> 'x'::text)); no longer validated

-- step 1, swap: ~ domain constraint c on code: definition CHECK ((VALUE <> ''::text)) -> CHECK ((VALUE <> 'x'::text)); no longer validated
ALTER DOMAIN public.code DROP CONSTRAINT c;
ALTER DOMAIN public.code
    ADD CONSTRAINT c CHECK ((VALUE <> 'x'::text)) NOT VALID;
-- undo, lossless
--   ALTER DOMAIN public.code DROP CONSTRAINT c;
--   ALTER DOMAIN public.code ADD CONSTRAINT c CHECK ((VALUE <> ''::text));
