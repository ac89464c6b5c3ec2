-- No job without a user: the stricter variant of user_reference.sql, loaded after it.

alter table public.llm_workflow_jobs alter column user_id set not null;
