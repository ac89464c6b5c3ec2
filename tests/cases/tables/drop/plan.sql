-- - column t.old_id
-- - foreign key t_old_id_fkey
-- - table gone

-- step 1, contract: - foreign key t_old_id_fkey
-- locks: public.gone ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
ALTER TABLE public.t DROP CONSTRAINT t_old_id_fkey;
-- undo, lossless
--   ALTER TABLE ONLY public.t
--       ADD CONSTRAINT t_old_id_fkey FOREIGN KEY (old_id) REFERENCES public.gone(id);

-- step 2, contract: - table gone
-- locks: public.gone ACCESS EXCLUSIVE
-- hazards: DATA-LOSS, DROPPED-NAME
lock table public.gone in share row exclusive mode;
create table if not exists difftool.kept_cb7a3fb84155_501 (
  id integer);
create index if not exists kept_cb7a3fb84155_501_key on difftool.kept_cb7a3fb84155_501 (id);
do $difftool$
declare
  admitted record;
begin
  for admitted in 
    select 'table difftool.kept_cb7a3fb84155_501' as what, acl.grantee
    from pg_catalog.pg_class as c, pg_catalog.aclexplode(c.relacl) as acl
    where c.oid = 'difftool.kept_cb7a3fb84155_501'::regclass and acl.grantee <> c.relowner
  loop
    execute format('revoke all on %s from %s cascade', admitted.what,
      case admitted.grantee when 0 then 'public' else admitted.grantee::regrole::text end);
  end loop;
end
$difftool$;
with taken as (
insert into difftool.kept_cb7a3fb84155_501
select t.id
from public.gone as t
where true
for update of t
returning 1)
insert into difftool.quarantine (name, plan_key, kind, source_schema, source_table, columns, rows, keep_until)
select 'difftool.kept_cb7a3fb84155_501', 'cb7a3fb84155', 'rows', 'public', 'gone', '{"id": "integer"}'::jsonb, count(*), now() + '2592000 seconds'::interval
from taken
on conflict (name) do update set
  rows = quarantine.rows + excluded.rows, kept_at = now(), keep_until = excluded.keep_until;
DROP TABLE public.gone;
-- undo, quarantine
--   CREATE TABLE public.gone (
--       id integer NOT NULL
--   );
--   with restored as (
--     insert into public.gone (id) overriding system value
--     select k.id from difftool.kept_cb7a3fb84155_501 as k
--     on conflict do nothing
--     returning id),
--   gone as (
--     delete from difftool.kept_cb7a3fb84155_501 as k using restored as t
--     where t.id = k.id
--     returning 1)
--   update difftool.quarantine set rows = rows - (select count(*) from gone)
--   where name = 'difftool.kept_cb7a3fb84155_501';
--   ALTER TABLE ONLY public.gone
--       ADD CONSTRAINT gone_pkey PRIMARY KEY (id);

-- step 3, contract: - column t.old_id
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: DATA-LOSS, DROPPED-NAME
lock table public.t in share row exclusive mode;
create table if not exists difftool.kept_cb7a3fb84155_500 (
  key_id integer,
  was_old_id integer,
  now_old_id integer);
create index if not exists kept_cb7a3fb84155_500_key on difftool.kept_cb7a3fb84155_500 (key_id);
do $difftool$
declare
  admitted record;
begin
  for admitted in 
    select 'table difftool.kept_cb7a3fb84155_500' as what, acl.grantee
    from pg_catalog.pg_class as c, pg_catalog.aclexplode(c.relacl) as acl
    where c.oid = 'difftool.kept_cb7a3fb84155_500'::regclass and acl.grantee <> c.relowner
  loop
    execute format('revoke all on %s from %s cascade', admitted.what,
      case admitted.grantee when 0 then 'public' else admitted.grantee::regrole::text end);
  end loop;
end
$difftool$;
with taken as (
insert into difftool.kept_cb7a3fb84155_500
select t.id, t.old_id, (null)::integer
from public.t as t
where t.old_id is not null
for update of t
returning 1)
insert into difftool.quarantine (name, plan_key, kind, source_schema, source_table, columns, rows, keep_until)
select 'difftool.kept_cb7a3fb84155_500', 'cb7a3fb84155', 'values', 'public', 't', '{"id": "integer", "old_id": "integer"}'::jsonb, count(*), now() + '2592000 seconds'::interval
from taken
on conflict (name) do update set
  rows = quarantine.rows + excluded.rows, kept_at = now(), keep_until = excluded.keep_until;
ALTER TABLE public.t DROP COLUMN old_id;
-- undo, quarantine
--   ALTER TABLE public.t ADD COLUMN old_id integer;
--   with restored as (
--     update public.t as t set old_id = k.was_old_id
--     from difftool.kept_cb7a3fb84155_500 as k
--     where t.id = k.key_id
--       and t.old_id::text is not distinct from k.now_old_id::text
--     returning k.key_id),
--   gone as (
--     delete from difftool.kept_cb7a3fb84155_500 as k using restored as t
--     where k.key_id = t.key_id
--     returning 1)
--   update difftool.quarantine set rows = rows - (select count(*) from gone)
--   where name = 'difftool.kept_cb7a3fb84155_500';
