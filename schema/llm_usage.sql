-- What was used of each model, row by row. A row names provider and model as they were called at that time, so
-- that it stays true when either is gone.

create table public.llm_usage (
    id                uuid primary key default gen_random_uuid(),
    provider_name     varchar(255) not null,
    model_name        varchar(255) not null,
    request_id        varchar(255),
    prompt_tokens     integer not null default 0,
    completion_tokens integer not null default 0,
    total_tokens      integer not null default 0,
    cost_usd          numeric(12, 6) not null default 0,
    latency_ms        integer,
    succeeded         boolean not null default true,
    error_message     text,
    created_at        timestamptz not null default now()
);

create index idx_llm_usage_provider_name on public.llm_usage (provider_name, created_at);
create index idx_llm_usage_model_name on public.llm_usage (model_name, created_at);
create index idx_llm_usage_created_at on public.llm_usage (created_at);
