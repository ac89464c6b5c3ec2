create text search dictionary public.d (template = simple, accept = 'false');
create text search configuration public.c (copy = pg_catalog.simple);
alter text search configuration public.c alter mapping for asciiword with public.d;
create text search configuration public.fresh (copy = pg_catalog.english);
