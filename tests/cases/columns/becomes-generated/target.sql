create table public.t (a integer, b integer generated always as (a + 1) stored);
