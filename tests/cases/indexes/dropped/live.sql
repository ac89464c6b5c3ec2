create table public.t (a integer, b text);
create index one on public.t (b);
