-- 003: stale jobs, webhooks that failed for good, debug mode, duration of attempts

BEGIN;

ALTER TABLE llm_workflow_jobs ADD COLUMN IF NOT EXISTS webhook_permanently_failed BOOLEAN DEFAULT FALSE;
ALTER TABLE llm_workflow_jobs ADD COLUMN IF NOT EXISTS debug_mode BOOLEAN DEFAULT FALSE;
ALTER TABLE llm_workflow_jobs ADD COLUMN IF NOT EXISTS is_stale BOOLEAN DEFAULT FALSE;
ALTER TABLE llm_workflow_jobs ADD COLUMN IF NOT EXISTS stale_reason VARCHAR(100);
ALTER TABLE llm_webhook_attempts ADD COLUMN IF NOT EXISTS duration_ms INTEGER;

CREATE INDEX IF NOT EXISTS idx_workflow_jobs_stale ON llm_workflow_jobs(is_stale) WHERE is_stale = TRUE;
CREATE INDEX IF NOT EXISTS idx_workflow_jobs_webhook_failed
    ON llm_workflow_jobs(webhook_permanently_failed) WHERE webhook_permanently_failed = TRUE;

COMMENT ON COLUMN llm_workflow_jobs.webhook_permanently_failed IS 'All webhook attempts failed';
COMMENT ON COLUMN llm_workflow_jobs.debug_mode IS 'Store prompts and raw responses';

COMMIT;
