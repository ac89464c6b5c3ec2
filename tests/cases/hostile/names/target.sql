create table public."It's ""quoted""" ("select" bigint not null, "new
line" text default E'it''s\n; drop table x; --', "ÜBER" text, "a23456789012345678901234567890123456789012345678901234567890123" integer, constraint "c; drop" check ("select" > 0));
create index "i; --" on public."It's ""quoted""" ("new
line");
create policy "p'; --" on public."It's ""quoted""";
create view public."v$1" as select "select" as "from" from public."It's ""quoted""";
create function public."f(x)"("a b" integer) returns text language sql as 'select ''$$; %s''';
comment on table public."It's ""quoted""" is '''; drop table x; --';
comment on function public."f(x)"(integer) is '%s %(x)s';
grant select on public."It's ""quoted""" to "Dr. No";
