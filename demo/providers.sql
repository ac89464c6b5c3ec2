-- A second service, keyed by UUIDs, for the demo: 3 providers, 30 models and 20,000 rows of usage, some of which name
-- their model as it was called at that time. Loaded after the service's own migrations.

insert into public.llm_providers (id, name, display_name)
select md5('provider ' || name)::uuid, name, initcap(name) from unnest(array['north', 'south', 'west']) as name;

insert into public.llm_models (id, provider_id, name, context_window)
select md5('model ' || n)::uuid, md5('provider ' || (array['north', 'south', 'west'])[1 + n % 3])::uuid,
       (array['north', 'south', 'west'])[1 + n % 3] || '-' || n, 4096 * (1 + n % 8)
from generate_series(1, 30) as n;

insert into public.llm_usage (
    id, provider_id, model_id, provider_name, model_name, prompt_tokens, completion_tokens, total_tokens, cost_usd)
select md5('use ' || n)::uuid, provider.id, model.id, provider.name,
       case when n % 500 = 0 then model.name || '-preview' else model.name end, n % 900, n % 300, n % 900 + n % 300,
       n % 7000 / 1000000.0
from generate_series(1, 20000) as n
join public.llm_models as model on model.id = md5('model ' || 1 + n % 30)::uuid
join public.llm_providers as provider on provider.id = model.provider_id;

analyze;
