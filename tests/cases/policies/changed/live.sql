create table public.t (a integer, who text);
alter table public.t enable row level security;
create policy one on public.t using (a > 0);
create policy two on public.t for insert with check (a > 0);
create policy three on public.t to anna using (true);
create policy gone on public.t using (false);
comment on policy one on public.t is 'one';
