-- The LLM workflow service: its jobs, the webhook calls that report them, and what they used of the providers.
-- `user_id` names a profile of the main application; the foreign key stands in user_reference.sql, so that the
-- service can also be run and tested alone.

create table public.llm_workflow_jobs (
    id                         uuid primary key default gen_random_uuid(),
    celery_task_id             varchar(255) not null unique,
    workflow_name              varchar(100) not null,
    priority                   integer default 0,
    webhook_url                text,
    webhook_secret             varchar(255),
    user_id                    uuid,
    status                     varchar(50) not null default 'pending',
    input_data                 jsonb not null,
    result_data                jsonb,
    error_message              text,
    queued_at                  timestamptz not null default now(),
    started_at                 timestamptz,
    completed_at               timestamptz,
    duration_ms                integer,
    retry_count                integer default 0,
    max_retries                integer default 3,
    is_stale                   boolean default false,
    stale_reason               varchar(100),
    created_at                 timestamptz not null default now(),
    updated_at                 timestamptz not null default now(),
    webhook_permanently_failed boolean default false,
    debug_mode                 boolean default false
);

create index idx_workflow_jobs_celery_task on public.llm_workflow_jobs (celery_task_id);
create index idx_workflow_jobs_status on public.llm_workflow_jobs (status);
create index idx_workflow_jobs_user_id on public.llm_workflow_jobs (user_id);
create index idx_workflow_jobs_workflow_name on public.llm_workflow_jobs (workflow_name);
create index idx_workflow_jobs_created_at on public.llm_workflow_jobs (created_at);
create index idx_workflow_jobs_stale on public.llm_workflow_jobs (is_stale) where is_stale = true;
create index idx_workflow_jobs_webhook_failed on public.llm_workflow_jobs (webhook_permanently_failed)
    where webhook_permanently_failed = true;

comment on column public.llm_workflow_jobs.webhook_permanently_failed is
    'True once every attempt to deliver the webhook has failed; nothing is sent any more';
comment on column public.llm_workflow_jobs.debug_mode is
    'True if the job keeps prompts and raw answers for debugging';

create table public.llm_webhook_attempts (
    id             uuid primary key default gen_random_uuid(),
    job_id         uuid not null references public.llm_workflow_jobs (id) on delete cascade,
    attempt_number integer not null,
    webhook_url    text not null,
    payload        jsonb not null,
    http_status    integer,
    response_body  text,
    error_message  text,
    attempted_at   timestamptz not null default now(),
    duration_ms    integer,
    next_retry_at  timestamptz,
    created_at     timestamptz not null default now()
);

create index idx_webhook_attempts_job_id on public.llm_webhook_attempts (job_id);
create index idx_webhook_attempts_status on public.llm_webhook_attempts (http_status);
create index idx_webhook_attempts_next_retry on public.llm_webhook_attempts (next_retry_at)
    where next_retry_at is not null;

create table public.llm_provider_usage (
    id            uuid primary key default gen_random_uuid(),
    job_id        uuid references public.llm_workflow_jobs (id) on delete cascade,
    provider      varchar(50) not null,
    model         varchar(100) not null,
    input_tokens  integer not null default 0,
    output_tokens integer not null default 0,
    total_tokens  integer not null default 0,
    cost_usd      numeric(10, 6) not null default 0,
    duration_ms   integer,
    metadata      jsonb,
    created_at    timestamptz not null default now()
);

create index idx_provider_usage_job_id on public.llm_provider_usage (job_id);
create index idx_provider_usage_provider on public.llm_provider_usage (provider);
create index idx_provider_usage_model on public.llm_provider_usage (model);
create index idx_provider_usage_created_at on public.llm_provider_usage (created_at);
