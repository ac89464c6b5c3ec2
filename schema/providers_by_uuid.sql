-- Providers and models with UUIDs as keys, as they are today. Loaded after llm_usage.sql, whose rows carry those
-- UUIDs beside the names.

create table public.llm_providers (
    id           uuid primary key default gen_random_uuid(),
    name         varchar(255) not null unique,
    display_name varchar(255),
    base_url     text,
    is_active    boolean not null default true,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now()
);

create index idx_llm_providers_active on public.llm_providers (name) where is_active = true;

create table public.llm_models (
    id                    uuid primary key default gen_random_uuid(),
    provider_id           uuid references public.llm_providers (id),
    name                  varchar(255),
    display_name          varchar(255),
    context_window        integer,
    max_output_tokens     integer,
    input_price_per_mtok  numeric(12, 6),
    output_price_per_mtok numeric(12, 6),
    is_active             boolean not null default true,
    created_at            timestamptz not null default now(),
    updated_at            timestamptz not null default now()
);

create index idx_llm_models_provider_id on public.llm_models (provider_id);
create index idx_llm_models_name on public.llm_models (name);

alter table public.llm_usage
    add column provider_id uuid references public.llm_providers (id),
    add column model_id uuid references public.llm_models (id);

create index idx_llm_usage_provider_id on public.llm_usage (provider_id);
create index idx_llm_usage_model_id on public.llm_usage (model_id);
