insert into public.t values (1, 'x');
refresh materialized view public.m;
