create table public.t (a integer, b text);
create index one on public.t (b text_pattern_ops);
create unique index two on public.t (a) nulls not distinct;
create index three on public.t (a) with (fillfactor = 70);
