-- What the main application builds upon the microservice's tables, once both live in one database: a foreign key
-- and a view of its own that depend on ours. Run as `postgres`, after the microservice's migrations.

alter table public.mission_reports
    add column llm_job_id uuid constraint mission_reports_llm_job_id_llm_workflow_jobs_id_fk
        references public.llm_workflow_jobs (id) on delete set null;

create view public.mission_report_costs as
    select report.id as report_id, sum(usage.cost_usd) as cost_usd
    from public.mission_reports as report
    join public.llm_provider_usage as usage on usage.job_id = report.llm_job_id
    group by report.id;
