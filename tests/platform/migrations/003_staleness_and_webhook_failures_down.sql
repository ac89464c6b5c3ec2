BEGIN;

DROP INDEX IF EXISTS idx_workflow_jobs_webhook_failed;
DROP INDEX IF EXISTS idx_workflow_jobs_stale;
ALTER TABLE llm_webhook_attempts DROP COLUMN IF EXISTS duration_ms;
ALTER TABLE llm_workflow_jobs DROP COLUMN IF EXISTS stale_reason;
ALTER TABLE llm_workflow_jobs DROP COLUMN IF EXISTS is_stale;
ALTER TABLE llm_workflow_jobs DROP COLUMN IF EXISTS debug_mode;
ALTER TABLE llm_workflow_jobs DROP COLUMN IF EXISTS webhook_permanently_failed;

COMMIT;
