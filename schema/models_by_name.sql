-- A model's name is unique across providers. Loaded after providers_by_name.sql.

alter table public.llm_models add primary key (name);

create index idx_llm_models_provider_name on public.llm_models (provider_name);
