create table public.t (a integer, b text);
create index one on public.t (b);
create unique index two on public.t (a);
create index three on public.t (a) with (fillfactor = 50);
