create text search dictionary public.d (template = simple);
create text search configuration public.c (copy = pg_catalog.simple);
create text search configuration public.gone (copy = pg_catalog.simple);
