BEGIN;

DROP TABLE IF EXISTS external_api_cache;
DROP TABLE IF EXISTS llm_provider_usage;

COMMIT;
