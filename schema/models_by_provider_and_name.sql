-- Two providers may offer models of the same name. Loaded after providers_by_name.sql.

alter table public.llm_models add primary key (provider_name, name);

create index idx_llm_models_name on public.llm_models (name);
