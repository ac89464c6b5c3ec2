-- 002: what jobs cost, and a cache for external services

BEGIN;

CREATE TABLE IF NOT EXISTS llm_provider_usage (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    job_id UUID REFERENCES llm_workflow_jobs(id) ON DELETE CASCADE,
    provider VARCHAR(50) NOT NULL,
    model VARCHAR(100) NOT NULL,
    input_tokens INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0,
    total_tokens INTEGER NOT NULL DEFAULT 0,
    cost_usd DECIMAL(10, 6) NOT NULL DEFAULT 0,
    duration_ms INTEGER,
    metadata JSONB,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT NOW()
);

CREATE INDEX IF NOT EXISTS idx_provider_usage_job_id ON llm_provider_usage(job_id);
CREATE INDEX IF NOT EXISTS idx_provider_usage_provider ON llm_provider_usage(provider);
CREATE INDEX IF NOT EXISTS idx_provider_usage_model ON llm_provider_usage(model);
CREATE INDEX IF NOT EXISTS idx_provider_usage_created_at ON llm_provider_usage(created_at);

CREATE TABLE IF NOT EXISTS external_api_cache (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    service_name VARCHAR(50) NOT NULL,
    operation VARCHAR(50) NOT NULL,
    cache_key VARCHAR(255) NOT NULL,
    request_params JSONB NOT NULL,
    response_data JSONB NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT NOW(),
    hit_count INTEGER DEFAULT 0,
    last_accessed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT unique_cache_entry UNIQUE (service_name, operation, cache_key)
);

CREATE INDEX IF NOT EXISTS idx_cache_lookup
    ON external_api_cache(service_name, operation, cache_key, expires_at);
CREATE INDEX IF NOT EXISTS idx_cache_expiration ON external_api_cache(expires_at);
CREATE INDEX IF NOT EXISTS idx_cache_analytics ON external_api_cache(service_name, created_at);

COMMENT ON TABLE external_api_cache IS 'LRU cache with TTL for responses of external APIs';
COMMENT ON COLUMN external_api_cache.service_name IS 'External service, e.g. maps, weather';
COMMENT ON COLUMN external_api_cache.operation IS 'Operation of that service';
COMMENT ON COLUMN external_api_cache.cache_key IS 'SHA-256 over the normalised parameters';
COMMENT ON COLUMN external_api_cache.request_params IS 'Original request parameters';
COMMENT ON COLUMN external_api_cache.response_data IS 'Cached response';
COMMENT ON COLUMN external_api_cache.expires_at IS 'End of the TTL';
COMMENT ON COLUMN external_api_cache.hit_count IS 'Number of cache hits';
COMMENT ON COLUMN external_api_cache.last_accessed_at IS 'Last cache hit, for LRU eviction';

COMMIT;
