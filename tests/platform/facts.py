"""What the platform's databases contain, as facts to compare with: one line a column, constraint or index."""

from __future__ import annotations

JOBS = "llm_workflow_jobs"

COLUMNS = {
    JOBS: """
        id uuid not null default gen_random_uuid()
        celery_task_id varchar(255) not null
        workflow_name varchar(100) not null
        priority integer default 0
        webhook_url text
        webhook_secret varchar(255)
        user_id uuid
        status varchar(50) not null default 'pending'::varchar
        input_data jsonb not null
        result_data jsonb
        error_message text
        queued_at timestamptz not null default now()
        started_at timestamptz
        completed_at timestamptz
        duration_ms integer
        retry_count integer default 0
        max_retries integer default 3
        is_stale boolean default false
        stale_reason varchar(100)
        created_at timestamptz not null default now()
        updated_at timestamptz not null default now()
        webhook_permanently_failed boolean default false
        debug_mode boolean default false""",
    "llm_webhook_attempts": """
        id uuid not null default gen_random_uuid()
        job_id uuid not null
        attempt_number integer not null
        webhook_url text not null
        payload jsonb not null
        http_status integer
        response_body text
        error_message text
        attempted_at timestamptz not null default now()
        duration_ms integer
        next_retry_at timestamptz
        created_at timestamptz not null default now()""",
    "llm_provider_usage": """
        id uuid not null default gen_random_uuid()
        job_id uuid
        provider varchar(50) not null
        model varchar(100) not null
        input_tokens integer not null default 0
        output_tokens integer not null default 0
        total_tokens integer not null default 0
        cost_usd numeric(10,6) not null default 0
        duration_ms integer
        metadata jsonb
        created_at timestamptz not null default now()""",
    "external_api_cache": """
        id uuid not null default gen_random_uuid()
        service_name varchar(50) not null
        operation varchar(50) not null
        cache_key varchar(255) not null
        request_params jsonb not null
        response_data jsonb not null
        expires_at timestamptz not null
        created_at timestamptz not null default now()
        hit_count integer default 0
        last_accessed_at timestamptz""",
}

OF_JOB = "FOREIGN KEY (job_id) REFERENCES llm_workflow_jobs(id) ON DELETE CASCADE"
OF_PROVIDER = "FOREIGN KEY (provider_name) REFERENCES llm_providers(name) ON DELETE CASCADE"
USER_REFERENCE = "llm_workflow_jobs_user_id_fkey FOREIGN KEY (user_id) REFERENCES profiles(id) ON DELETE CASCADE"

CONSTRAINTS = {
    JOBS: """
        llm_workflow_jobs_pkey PRIMARY KEY (id)
        llm_workflow_jobs_celery_task_id_key UNIQUE (celery_task_id)""",
    "llm_webhook_attempts": f"""
        llm_webhook_attempts_pkey PRIMARY KEY (id)
        llm_webhook_attempts_job_id_fkey {OF_JOB}""",
    "llm_provider_usage": f"""
        llm_provider_usage_pkey PRIMARY KEY (id)
        llm_provider_usage_job_id_fkey {OF_JOB}""",
    "external_api_cache": """
        external_api_cache_pkey PRIMARY KEY (id)
        unique_cache_entry UNIQUE (service_name, operation, cache_key)""",
}

FAILED = "webhook_permanently_failed"

INDEXES = {
    JOBS: f"""
        idx_workflow_jobs_celery_task (celery_task_id)
        idx_workflow_jobs_status (status)
        idx_workflow_jobs_user_id (user_id)
        idx_workflow_jobs_workflow_name (workflow_name)
        idx_workflow_jobs_created_at (created_at)
        idx_workflow_jobs_stale (is_stale) WHERE (is_stale = true)
        idx_workflow_jobs_webhook_failed ({FAILED}) WHERE ({FAILED} = true)""",
    "llm_webhook_attempts": """
        idx_webhook_attempts_job_id (job_id)
        idx_webhook_attempts_status (http_status)
        idx_webhook_attempts_next_retry (next_retry_at) WHERE (next_retry_at IS NOT NULL)""",
    "llm_provider_usage": """
        idx_provider_usage_job_id (job_id)
        idx_provider_usage_provider (provider)
        idx_provider_usage_model (model)
        idx_provider_usage_created_at (created_at)""",
    "external_api_cache": """
        idx_cache_lookup (service_name, operation, cache_key, expires_at)
        idx_cache_expiration (expires_at)
        idx_cache_analytics (service_name, created_at)""",
}

COMMENTED = {
    JOBS: "webhook_permanently_failed debug_mode",
    "external_api_cache": "(table) service_name operation cache_key request_params response_data expires_at"
    " hit_count last_accessed_at",
}

KEYS_OF_PROVIDERS = {
    "uuid-keyed-providers": {
        "llm_providers": """
            llm_providers_pkey PRIMARY KEY (id)
            llm_providers_name_key UNIQUE (name)""",
        "llm_models": """
            llm_models_pkey PRIMARY KEY (id)
            llm_models_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES llm_providers(id)""",
        "llm_usage": """
            llm_usage_pkey PRIMARY KEY (id)
            llm_usage_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES llm_providers(id)
            llm_usage_model_id_fkey FOREIGN KEY (model_id) REFERENCES llm_models(id)""",
    },
    "name-keyed-providers": {
        "llm_providers": "llm_providers_pkey PRIMARY KEY (name)",
        "llm_models": f"""
            llm_models_pkey PRIMARY KEY (name)
            llm_models_provider_name_fkey {OF_PROVIDER}""",
        "llm_usage": "llm_usage_pkey PRIMARY KEY (id)",
    },
    "name-keyed-providers-composite": {
        "llm_providers": "llm_providers_pkey PRIMARY KEY (name)",
        "llm_models": f"""
            llm_models_pkey PRIMARY KEY (provider_name, name)
            llm_models_provider_name_fkey {OF_PROVIDER}""",
        "llm_usage": "llm_usage_pkey PRIMARY KEY (id)",
    },
}

KEY_COLUMNS_OF_PROVIDERS = {
    "uuid-keyed-providers": {
        "llm_providers": {"id": "uuid not null default gen_random_uuid()", "name": "varchar(255) not null"},
        "llm_models": {
            "id": "uuid not null default gen_random_uuid()",
            "provider_id": "uuid",
            "name": "varchar(255)",
        },
        "llm_usage": {
            "provider_id": "uuid",
            "model_id": "uuid",
            "provider_name": "varchar(255) not null",
            "model_name": "varchar(255) not null",
        },
    },
    "name-keyed-providers": {
        "llm_providers": {"name": "varchar(255) not null"},
        "llm_models": {"name": "varchar(255) not null", "provider_name": "varchar(255) not null"},
        "llm_usage": {"provider_name": "varchar(255) not null", "model_name": "varchar(255) not null"},
    },
}
KEY_COLUMNS_OF_PROVIDERS["name-keyed-providers-composite"] = KEY_COLUMNS_OF_PROVIDERS["name-keyed-providers"]
"""The columns by which rows are known; all others are the same in the three profiles."""


def lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.strip()}
