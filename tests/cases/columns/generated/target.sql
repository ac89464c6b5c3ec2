create table public.t (a integer, b integer, c integer, d integer generated always as (a * b) stored, e integer generated always as (a - b) stored);
