create table public.t (a integer, b integer generated always as (a + 2) virtual, c integer generated always as (a) virtual, d integer generated always as (a * 2) virtual);
