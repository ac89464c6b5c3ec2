-- 002: usage of each model; the names are kept beside the ids, for reports

BEGIN;

CREATE TABLE IF NOT EXISTS llm_usage (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    provider_id UUID REFERENCES llm_providers(id),
    model_id UUID REFERENCES llm_models(id),
    provider_name VARCHAR(255) NOT NULL,
    model_name VARCHAR(255) NOT NULL,
    prompt_tokens INTEGER NOT NULL DEFAULT 0,
    completion_tokens INTEGER NOT NULL DEFAULT 0,
    total_tokens INTEGER NOT NULL DEFAULT 0,
    cost_usd NUMERIC(12, 6) NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE INDEX IF NOT EXISTS idx_llm_usage_provider_id ON llm_usage(provider_id);
CREATE INDEX IF NOT EXISTS idx_llm_usage_model_id ON llm_usage(model_id);
CREATE INDEX IF NOT EXISTS idx_llm_usage_provider_name ON llm_usage(provider_name, created_at);
CREATE INDEX IF NOT EXISTS idx_llm_usage_model_name ON llm_usage(model_name, created_at);
CREATE INDEX IF NOT EXISTS idx_llm_usage_created_at ON llm_usage(created_at);

COMMIT;
