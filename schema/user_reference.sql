-- A job belongs to a user of the main application and goes with that user; so do, through it, its webhook
-- attempts and its usage. Needs public.profiles (id), which is the main application's.

alter table public.llm_workflow_jobs
    add constraint llm_workflow_jobs_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade;
