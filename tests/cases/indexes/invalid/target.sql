create table public.t (a integer);
create unique index i on public.t (a);
