-- - column t.gone
-- ~ view v: definition SELECT id, gone, kept FROM public.t; -> SELECT id, kept FROM public.t;

-- step 1, swap: ~ view v: definition SELECT id, gone, kept FROM public.t; -> SELECT id, kept FROM public.t;
-- locks: public.t ACCESS SHARE, public.v ACCESS EXCLUSIVE
-- hazards: DROPPED-NAME
DROP VIEW public.v;
CREATE VIEW public.v AS
 SELECT id,
    kept
   FROM public.t;
-- undo, lossless
--   DROP VIEW public.v;
--   CREATE VIEW public.v AS
--    SELECT id,
--       gone,
--       kept
--      FROM public.t;

-- step 2, contract: - column t.gone
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: DATA-LOSS, DROPPED-NAME
lock table public.t in share row exclusive mode;
create table if not exists difftool.kept_f4650a7361f8_500 (
  key_id integer,
  was_gone text,
  now_gone text);
create index if not exists kept_f4650a7361f8_500_key on difftool.kept_f4650a7361f8_500 (key_id);
do $difftool$
declare
  admitted record;
begin
  for admitted in 
    select 'table difftool.kept_f4650a7361f8_500' as what, acl.grantee
    from pg_catalog.pg_class as c, pg_catalog.aclexplode(c.relacl) as acl
    where c.oid = 'difftool.kept_f4650a7361f8_500'::regclass and acl.grantee <> c.relowner
  loop
    execute format('revoke all on %s from %s cascade', admitted.what,
      case admitted.grantee when 0 then 'public' else admitted.grantee::regrole::text end);
  end loop;
end
$difftool$;
with taken as (
insert into difftool.kept_f4650a7361f8_500
select t.id, t.gone, (null)::text
from public.t as t
where t.gone is not null
for update of t
returning 1)
insert into difftool.quarantine (name, plan_key, kind, source_schema, source_table, columns, rows, keep_until)
select 'difftool.kept_f4650a7361f8_500', 'f4650a7361f8', 'values', 'public', 't', '{"id": "integer", "gone": "text"}'::jsonb, count(*), now() + '2592000 seconds'::interval
from taken
on conflict (name) do update set
  rows = quarantine.rows + excluded.rows, kept_at = now(), keep_until = excluded.keep_until;
ALTER TABLE public.t DROP COLUMN gone;
-- undo, quarantine
--   ALTER TABLE public.t ADD COLUMN gone text;
--   with restored as (
--     update public.t as t set gone = k.was_gone
--     from difftool.kept_f4650a7361f8_500 as k
--     where t.id = k.key_id
--       and t.gone::text is not distinct from k.now_gone::text
--     returning k.key_id),
--   gone as (
--     delete from difftool.kept_f4650a7361f8_500 as k using restored as t
--     where k.key_id = t.key_id
--     returning 1)
--   update difftool.quarantine set rows = rows - (select count(*) from gone)
--   where name = 'difftool.kept_f4650a7361f8_500';
