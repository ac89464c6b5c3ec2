-- 005: integration with the main application. Check for orphaned user_ids first!

BEGIN;

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'llm_workflow_jobs_user_id_fkey') THEN
        ALTER TABLE llm_workflow_jobs
            ADD CONSTRAINT llm_workflow_jobs_user_id_fkey
            FOREIGN KEY (user_id) REFERENCES profiles(id) ON DELETE CASCADE;
    END IF;
END $$;

COMMIT;
