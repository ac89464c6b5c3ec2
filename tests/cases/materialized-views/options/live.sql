create materialized view public.m as select 1 as a;
