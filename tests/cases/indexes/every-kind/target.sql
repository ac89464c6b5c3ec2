create table public.t (a integer, b text, c jsonb, d tsvector);
create unique index one on public.t (a) nulls not distinct where b is not null;
create index two on public.t (lower(b) text_pattern_ops, a desc nulls last) include (b);
create index three on public.t using gin (c jsonb_path_ops);
create index four on public.t using hash (b);
create index five on public.t using brin (a) with (pages_per_range = 4);
create index "Six ""quoted""" on public.t (b collate "C");
comment on index public.one is 'one';
