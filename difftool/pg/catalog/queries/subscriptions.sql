-- only where: select oid from pg_subscription
-- Columns are named one by one: everyone may read them but the connection string, which is never read.
select 'subscription', '', s.subname, null, 'pg_subscription'::regclass::oid, s.oid, 0, null::oid[],
    s.subowner, null::aclitem[], null::"char",
    jsonb_strip_nulls(jsonb_build_object(
        'enabled', s.subenabled,
        'slot', s.subslotname,
        'synchronous_commit', s.subsynccommit,
        'binary', s.subbinary,
        'streaming', s.substream,
        'two_phase', s.subtwophasestate <> 'd', -- from 15
        'disable_on_error', s.subdisableonerr, -- from 15
        'password_required', s.subpasswordrequired, -- from 16
        'run_as_owner', s.subrunasowner, -- from 16
        'origin', s.suborigin, -- from 16
        'failover', s.subfailover, -- from 17
        'publications', (select jsonb_agg(p order by p collate "C") from unnest(s.subpublications) p)
    )),
    '{"not_compared": ["its connection string"]}'::jsonb
from pg_subscription s
where s.subdbid = (select oid from pg_database where datname = current_database())
