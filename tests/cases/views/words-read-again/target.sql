create table public.t (a integer, v varchar(9) check (v in ('x', 'y')));
create view public.w as select a from public.t where v in ('x', 'y') and a between 1 and 5 and v <> 'z';
create materialized view public.m as select a + 1 as a from public.t where v in ('x', 'y');
create index i on public.t (a) where v in ('x', 'y');
create rule r as on insert to public.w where new.a in (1, 2) do instead nothing;
