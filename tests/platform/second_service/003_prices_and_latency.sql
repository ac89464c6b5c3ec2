-- 003: prices and limits of models; how each request went

BEGIN;

ALTER TABLE llm_models ADD COLUMN IF NOT EXISTS max_output_tokens INTEGER;
ALTER TABLE llm_models ADD COLUMN IF NOT EXISTS input_price_per_mtok NUMERIC(12, 6);
ALTER TABLE llm_models ADD COLUMN IF NOT EXISTS output_price_per_mtok NUMERIC(12, 6);
ALTER TABLE llm_usage ADD COLUMN IF NOT EXISTS request_id VARCHAR(255);
ALTER TABLE llm_usage ADD COLUMN IF NOT EXISTS latency_ms INTEGER;
ALTER TABLE llm_usage ADD COLUMN IF NOT EXISTS succeeded BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE llm_usage ADD COLUMN IF NOT EXISTS error_message TEXT;

COMMIT;
