-- + schema New One
-- ~ schema kept: comment none -> kept
-- - schema old
-- + table New One.t

-- step 1, expand: + schema New One; ~ schema kept: comment none -> kept; and 1 more
COMMENT ON SCHEMA kept IS 'kept';
CREATE SCHEMA "New One";
CREATE TABLE "New One".t (
    a integer
);
GRANT USAGE ON SCHEMA "New One" TO anna;
-- undo, lossless
--   COMMENT ON SCHEMA kept IS NULL;
--   DROP TABLE "New One".t;
--   DROP SCHEMA "New One";
--   CREATE SCHEMA old;

-- step 2, contract: - schema old
-- hazards: DROPPED-NAME
DROP SCHEMA old;
-- undo, lossless
