-- Rows of a platform that has been running for a year, for the demo: fixed values, the same on every machine.
-- 5,000 users, 100,000 jobs of which 137 name a user that is gone, 30,000 webhook attempts, 120,000 usage rows
-- and 2,000 cache entries. Loaded after the main application's tables and the microservice's four.

insert into public.profiles (id, email, full_name, created_at)
select md5('user ' || n)::uuid, 'user' || n || '@example.org', 'User ' || n,
       timestamptz '2025-01-01 00:00+00' + n * interval '20 minutes'
from generate_series(1, 5000) as n;

insert into public.orders (id, number, profile_id, status, total, placed_at, created_at, updated_at)
select md5('order ' || n)::uuid, 1000 + n, md5('user ' || 1 + n % 5000)::uuid,
       (array['placed', 'paid', 'fulfilled', 'cancelled'])[1 + n % 4]::public.order_status, n % 250 + 0.99,
       at, at, at
from generate_series(1, 2000) as n
cross join lateral (select timestamptz '2025-02-01 00:00+00' + n * interval '4 hours' as at) as moment;

-- Every tenth job was started by the platform itself, for no user.
insert into public.llm_workflow_jobs (
    id, celery_task_id, workflow_name, priority, webhook_url, user_id,
    status, input_data, result_data, error_message, queued_at, started_at, completed_at, duration_ms,
    retry_count, is_stale, stale_reason, created_at, updated_at, webhook_permanently_failed)
select md5('job ' || n)::uuid, 'celery-' || n,
       (array['summarise', 'extract', 'translate', 'review'])[1 + n % 4], n % 3,
       case when n % 3 = 0 then 'https://app.example.org/hooks/llm' end,
       case when n % 727 = 0 then md5('deleted user ' || n)::uuid
            when n % 10 <> 0 then md5('user ' || 1 + n % 5000)::uuid end,
       case when n % 50 = 0 then 'failed' else 'completed' end,
       jsonb_build_object('document', n),
       case when n % 50 <> 0 then jsonb_build_object('pages', n % 12) end,
       case when n % 50 = 0 then 'provider timed out' end,
       at, at + interval '2 seconds', at + interval '9 seconds', 7000 + n % 900,
       n % 2, n % 1000 = 0, case when n % 1000 = 0 then 'worker lost' end,
       at, at + interval '9 seconds', n % 2500 = 0
from generate_series(1, 100000) as n
cross join lateral (select timestamptz '2025-01-05 00:00+00' + n * interval '5 minutes' as at) as moment;

insert into public.llm_webhook_attempts (
    id, job_id, attempt_number, webhook_url, payload, http_status, attempted_at, duration_ms, next_retry_at,
    created_at)
select md5('attempt ' || n)::uuid, md5('job ' || 3 * n)::uuid, 1, 'https://app.example.org/hooks/llm',
       jsonb_build_object('job', 3 * n), case when n % 40 = 0 then 503 else 200 end, at, 80 + n % 60,
       case when n % 40 = 0 then at + interval '1 minute' end, at
from generate_series(1, 30000) as n
cross join lateral (select timestamptz '2025-01-05 00:00+00' + n * interval '15 minutes' as at) as moment;

insert into public.llm_provider_usage (
    id, job_id, provider, model, input_tokens, output_tokens, total_tokens, cost_usd, duration_ms, created_at)
select md5('usage ' || n)::uuid, md5('job ' || 1 + n % 100000)::uuid,
       (array['north', 'south'])[1 + n % 2], (array['north-large', 'south-small'])[1 + n % 2],
       500 + n % 1500, 100 + n % 400, 600 + n % 1500 + n % 400, (n % 9000) / 1000000.0, 900 + n % 5000,
       timestamptz '2025-01-05 00:00+00' + n * interval '4 minutes'
from generate_series(1, 120000) as n;

insert into public.external_api_cache (
    id, service_name, operation, cache_key, request_params, response_data, expires_at, created_at, hit_count)
select md5('entry ' || n)::uuid, (array['geocoder', 'weather'])[1 + n % 2], 'lookup', md5('key ' || n),
       jsonb_build_object('q', n), jsonb_build_object('answer', n), at + interval '1 day', at, n % 30
from generate_series(1, 2000) as n
cross join lateral (select timestamptz '2025-12-01 00:00+00' + n * interval '10 minutes' as at) as moment;

analyze public.profiles, public.orders, public.llm_workflow_jobs, public.llm_webhook_attempts,
        public.llm_provider_usage, public.external_api_cache;
