create table public.t (a integer, who text);
alter table public.t enable row level security;
alter table public.t force row level security;
create policy one on public.t using (a > 1);
create policy two on public.t for update with check (a > 0);
create policy three on public.t as restrictive to bob, "Dr. No" using (who = current_user) with check (a > 0);
comment on policy one on public.t is 'one';
