create table public.t (a integer, who varchar(80));
alter table public.t enable row level security;
create policy one on public.t using (who = current_user);
