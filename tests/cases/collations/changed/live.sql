create collation public.german (provider = libc, locale = 'C');
create table public.t (a text collate public.german);
