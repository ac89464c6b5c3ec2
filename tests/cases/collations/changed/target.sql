create collation public.german (provider = libc, locale = 'POSIX');
create table public.t (a text collate public.german);
