create view public.x as select 1 as a;
