create table public.t (a integer, b text);
create index one on public.t (lower(b));
alter index public.one alter column 1 set statistics 300;
