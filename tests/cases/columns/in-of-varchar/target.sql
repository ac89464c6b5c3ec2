create table public.t (
    v varchar(9),
    w varchar(9),
    known boolean generated always as (v in ('x', 'y')) stored
);
alter table public.t enable row level security;
create policy p on public.t using (v in ('a', 'b', 'c') and length(w) between 1 and 3 and w > 'a');
