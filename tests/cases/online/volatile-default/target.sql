create table public.visits (
    day date,
    number integer,
    token uuid not null default gen_random_uuid(),
    noticed timestamptz default clock_timestamp(),
    primary key (day, number)
);
