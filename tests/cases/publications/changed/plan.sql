-- - column t.gone
-- - publication gone
-- ~ publication p: comment none -> p; no longer delete; tables public.t {} -> {'columns': ['a', 'b']}, public.u none -> {'where': '(a > 0)'}; no longer truncate; no longer update
-- ~ publication q: via root
-- + publication r

-- step 1, expand: ~ publication p: comment none -> p; no longer delete; tables public.t {} -> {'columns': ['a', 'b']}, public.u none -> {'where': '(a > 0)'}; no longer truncate; no longer update; ~ publication q: via root; and 1 more
-- locks: public.t SHARE UPDATE EXCLUSIVE, public.u SHARE UPDATE EXCLUSIVE
ALTER PUBLICATION p SET (publish = 'insert');
ALTER PUBLICATION p SET TABLE public.t (a, b), TABLE public.u WHERE ((a > 0));
COMMENT ON PUBLICATION p IS 'p';
ALTER PUBLICATION q SET (publish_via_partition_root = true);
CREATE PUBLICATION r WITH (publish = 'insert, update, delete, truncate');
ALTER PUBLICATION r SET TABLES IN SCHEMA public;
-- undo, lossless
--   ALTER PUBLICATION p SET (publish = 'insert, update, delete, truncate');
--   ALTER PUBLICATION p SET TABLE public.t;
--   COMMENT ON PUBLICATION p IS NULL;
--   ALTER PUBLICATION q SET (publish_via_partition_root = false);
--   DROP PUBLICATION r;
--   CREATE PUBLICATION gone WITH (publish = 'insert, update, delete, truncate');
--   ALTER TABLE public.t ADD COLUMN gone integer;
--   ALTER PUBLICATION gone SET TABLE public.u;

-- step 2, contract: - publication gone
DROP PUBLICATION gone;
-- undo, lossless

-- step 3, contract: - column t.gone
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
ALTER TABLE public.t DROP COLUMN gone;
-- undo, lossless
