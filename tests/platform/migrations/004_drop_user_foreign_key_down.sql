BEGIN;

ALTER TABLE llm_workflow_jobs
    ADD CONSTRAINT llm_workflow_jobs_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES profiles(id) ON DELETE CASCADE;

COMMIT;
