BEGIN;

ALTER TABLE llm_usage DROP COLUMN IF EXISTS error_message;
ALTER TABLE llm_usage DROP COLUMN IF EXISTS succeeded;
ALTER TABLE llm_usage DROP COLUMN IF EXISTS latency_ms;
ALTER TABLE llm_usage DROP COLUMN IF EXISTS request_id;
ALTER TABLE llm_models DROP COLUMN IF EXISTS output_price_per_mtok;
ALTER TABLE llm_models DROP COLUMN IF EXISTS input_price_per_mtok;
ALTER TABLE llm_models DROP COLUMN IF EXISTS max_output_tokens;

COMMIT;
