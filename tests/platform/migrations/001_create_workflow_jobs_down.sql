BEGIN;

DROP TABLE IF EXISTS llm_webhook_attempts;
DROP TABLE IF EXISTS llm_workflow_jobs;

COMMIT;
