create table public."It's ""quoted""" ("select" bigint not null, "new
line" text default E'it''s\n; drop table x; --', constraint "c; drop" check ("select" > 0));
create index "i; --" on public."It's ""quoted""" ("new
line");
create policy "p'; --" on public."It's ""quoted""";
create function public."f(x)"("a b" integer) returns text language sql as 'select ''$$; %s''';
create type public."e'" as enum ('x''); --');
