create table public.t (v varchar(9), w varchar(9));
alter table public.t enable row level security;
create policy p on public.t using (v in ('a', 'b'));
