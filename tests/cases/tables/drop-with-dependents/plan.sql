-- - function f()
-- - materialized view m
-- - table gone
-- + table other
-- - view v

-- step 1, expand: + table other
CREATE TABLE public.other (
    id integer
);
-- undo, lossless
--   DROP TABLE public.other;
--   CREATE TABLE public.gone (
--       id integer NOT NULL,
--       name text
--   );
--   with restored as (
--     insert into public.gone (id, name) overriding system value
--     select k.id, k.name from difftool.kept_41691b494d03_500 as k
--     on conflict do nothing
--     returning id),
--   gone as (
--     delete from difftool.kept_41691b494d03_500 as k using restored as t
--     where t.id = k.id
--     returning 1)
--   update difftool.quarantine set rows = rows - (select count(*) from gone)
--   where name = 'difftool.kept_41691b494d03_500';
--   CREATE FUNCTION public.f() RETURNS SETOF public.gone
--       LANGUAGE sql
--       AS $$select * from public.gone$$;
--   CREATE VIEW public.v AS
--    SELECT id,
--       name
--      FROM public.gone;
--   CREATE MATERIALIZED VIEW public.m AS
--    SELECT name
--      FROM public.v;
--   ALTER TABLE ONLY public.gone
--       ADD CONSTRAINT gone_pkey PRIMARY KEY (id);

-- step 2, contract: - function f(); - materialized view m; and 1 more
-- locks: public.m ACCESS EXCLUSIVE, public.v ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
DROP MATERIALIZED VIEW public.m;
DROP VIEW public.v;
DROP FUNCTION public.f();
-- undo, lossless

-- step 3, contract: - table gone
-- locks: public.gone ACCESS EXCLUSIVE
-- hazards: DATA-LOSS, DROPPED-NAME
lock table public.gone in share row exclusive mode;
create table if not exists difftool.kept_41691b494d03_500 (
  id integer,
  name text);
create index if not exists kept_41691b494d03_500_key on difftool.kept_41691b494d03_500 (id);
do $difftool$
declare
  admitted record;
begin
  for admitted in 
    select 'table difftool.kept_41691b494d03_500' as what, acl.grantee
    from pg_catalog.pg_class as c, pg_catalog.aclexplode(c.relacl) as acl
    where c.oid = 'difftool.kept_41691b494d03_500'::regclass and acl.grantee <> c.relowner
  loop
    execute format('revoke all on %s from %s cascade', admitted.what,
      case admitted.grantee when 0 then 'public' else admitted.grantee::regrole::text end);
  end loop;
end
$difftool$;
with taken as (
insert into difftool.kept_41691b494d03_500
select t.id, t.name
from public.gone as t
where true
for update of t
returning 1)
insert into difftool.quarantine (name, plan_key, kind, source_schema, source_table, columns, rows, keep_until)
select 'difftool.kept_41691b494d03_500', '41691b494d03', 'rows', 'public', 'gone', '{"id": "integer", "name": "text"}'::jsonb, count(*), now() + '2592000 seconds'::interval
from taken
on conflict (name) do update set
  rows = quarantine.rows + excluded.rows, kept_at = now(), keep_until = excluded.keep_until;
DROP TABLE public.gone;
-- undo, quarantine
