create materialized view public.m with (fillfactor = 80) as select 1 as a;
