create table public.t (a integer, b integer, c integer generated always as (a + 1) stored, d integer generated always as (a + b) stored, e integer);
