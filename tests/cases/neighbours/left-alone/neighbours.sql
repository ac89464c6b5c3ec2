create table public.theirs (id integer primary key, name text);
create view public.their_view as select id from public.theirs;
