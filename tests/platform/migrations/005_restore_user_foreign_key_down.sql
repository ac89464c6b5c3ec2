BEGIN;

ALTER TABLE llm_workflow_jobs DROP CONSTRAINT IF EXISTS llm_workflow_jobs_user_id_fkey;

COMMIT;
