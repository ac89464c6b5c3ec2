create table public.t (a integer);
create unique index i on public.t (a);
update pg_index set indisvalid = false where indexrelid = 'public.i'::regclass;
