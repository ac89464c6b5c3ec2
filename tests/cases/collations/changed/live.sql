create collation public.german (provider = icu, locale = 'de');
create table public.t (a text collate public.german);
