-- 001: jobs and their webhook attempts

BEGIN;

CREATE TABLE IF NOT EXISTS llm_workflow_jobs (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    celery_task_id VARCHAR(255) UNIQUE NOT NULL,
    workflow_name VARCHAR(100) NOT NULL,
    priority INTEGER DEFAULT 0,
    webhook_url TEXT,
    webhook_secret VARCHAR(255),
    user_id UUID REFERENCES profiles(id) ON DELETE CASCADE,
    status VARCHAR(50) NOT NULL DEFAULT 'pending',
    input_data JSONB NOT NULL,
    result_data JSONB,
    error_message TEXT,
    queued_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT NOW(),
    started_at TIMESTAMP WITH TIME ZONE,
    completed_at TIMESTAMP WITH TIME ZONE,
    duration_ms INTEGER,
    retry_count INTEGER DEFAULT 0,
    max_retries INTEGER DEFAULT 3,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT NOW(),
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT NOW()
);

CREATE INDEX IF NOT EXISTS idx_workflow_jobs_celery_task ON llm_workflow_jobs(celery_task_id);
CREATE INDEX IF NOT EXISTS idx_workflow_jobs_status ON llm_workflow_jobs(status);
CREATE INDEX IF NOT EXISTS idx_workflow_jobs_user_id ON llm_workflow_jobs(user_id);
CREATE INDEX IF NOT EXISTS idx_workflow_jobs_workflow_name ON llm_workflow_jobs(workflow_name);
CREATE INDEX IF NOT EXISTS idx_workflow_jobs_created_at ON llm_workflow_jobs(created_at);

CREATE TABLE IF NOT EXISTS llm_webhook_attempts (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    job_id UUID NOT NULL REFERENCES llm_workflow_jobs(id) ON DELETE CASCADE,
    attempt_number INTEGER NOT NULL,
    webhook_url TEXT NOT NULL,
    payload JSONB NOT NULL,
    http_status INTEGER,
    response_body TEXT,
    error_message TEXT,
    attempted_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT NOW(),
    next_retry_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT NOW()
);

CREATE INDEX IF NOT EXISTS idx_webhook_attempts_job_id ON llm_webhook_attempts(job_id);
CREATE INDEX IF NOT EXISTS idx_webhook_attempts_status ON llm_webhook_attempts(http_status);
CREATE INDEX IF NOT EXISTS idx_webhook_attempts_next_retry ON llm_webhook_attempts(next_retry_at)
    WHERE next_retry_at IS NOT NULL;

COMMIT;
