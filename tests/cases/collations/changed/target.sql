create collation public.german (provider = icu, locale = 'de-u-co-phonebk');
create table public.t (a text collate public.german);
