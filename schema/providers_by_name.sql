-- Providers and models with names as keys. The key of llm_models stands in models_by_name.sql or in
-- models_by_provider_and_name.sql: one of them is loaded as well.

create table public.llm_providers (
    name         varchar(255) primary key,
    display_name varchar(255),
    base_url     text,
    is_active    boolean not null default true,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now()
);

create index idx_llm_providers_active on public.llm_providers (name) where is_active = true;

create table public.llm_models (
    name                  varchar(255) not null,
    provider_name         varchar(255) not null references public.llm_providers (name) on delete cascade,
    display_name          varchar(255),
    context_window        integer,
    max_output_tokens     integer,
    input_price_per_mtok  numeric(12, 6),
    output_price_per_mtok numeric(12, 6),
    is_active             boolean not null default true,
    created_at            timestamptz not null default now(),
    updated_at            timestamptz not null default now()
);
