-- Answers of external services, kept until they expire; the least recently used go first.

create table public.external_api_cache (
    id               uuid primary key default gen_random_uuid(),
    service_name     varchar(50) not null,
    operation        varchar(50) not null,
    cache_key        varchar(255) not null,
    request_params   jsonb not null,
    response_data    jsonb not null,
    expires_at       timestamptz not null,
    created_at       timestamptz not null default now(),
    hit_count        integer default 0,
    last_accessed_at timestamptz,
    constraint unique_cache_entry unique (service_name, operation, cache_key)
);

create index idx_cache_lookup on public.external_api_cache (service_name, operation, cache_key, expires_at);
create index idx_cache_expiration on public.external_api_cache (expires_at);
create index idx_cache_analytics on public.external_api_cache (service_name, created_at);

comment on table public.external_api_cache is
    'Answers of external services: least recently used, with a time to live';
comment on column public.external_api_cache.service_name is 'The service that was asked';
comment on column public.external_api_cache.operation is 'What it was asked to do';
comment on column public.external_api_cache.cache_key is 'Digest of the normalised request';
comment on column public.external_api_cache.request_params is 'The request, for debugging';
comment on column public.external_api_cache.response_data is 'The answer, as it came';
comment on column public.external_api_cache.expires_at is 'From then on the entry is not used any more';
comment on column public.external_api_cache.hit_count is 'How often the entry was used';
comment on column public.external_api_cache.last_accessed_at is
    'When the entry was last used; the oldest goes first';
