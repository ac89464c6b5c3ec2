"""Preflight of what a plan touches: rights, disk space, event triggers, publications."""

from __future__ import annotations

import re
from collections.abc import Iterator

from difftool.model.preflight import Intent, Obstacle
from difftool.pg.session import Session
from difftool.sql.quote import identifier

WORTH_TELLING = 100 * 1024**2
"""bytes of disk space"""

_NOT_OWNED = """
select n.nspname || '.' || c.relname, pg_catalog.pg_get_userbyid(c.relowner)
from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname || '.' || c.relname = any (%s)
  and not pg_catalog.pg_has_role(c.relowner, 'usage') and not pg_catalog.pg_has_role(n.nspowner, 'usage')
order by 1
"""

_SIZES = """
select n.nspname || '.' || c.relname, pg_catalog.pg_table_size(c.oid), pg_catalog.pg_total_relation_size(c.oid),
  coalesce(t.spcname, (select d.spcname from pg_catalog.pg_tablespace as d
    join pg_catalog.pg_database as b on b.dattablespace = d.oid where b.datname = pg_catalog.current_database()))
from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_tablespace as t on t.oid = c.reltablespace
where n.nspname || '.' || c.relname = any (%s)
order by 1
"""

_EVENT_TRIGGERS = """
select e.evtname, e.evtevent, e.evtfoid::regproc::text, coalesce(e.evttags, '{}')
from pg_catalog.pg_event_trigger as e where e.evtenabled in ('O', 'A') and e.evtevent <> 'login' order by 1
"""

_PUBLISHED = """
select n.nspname || '.' || c.relname, string_agg(distinct p.pubname, ', '),
  bool_or(p.pubupdate or p.pubdelete) and (c.relreplident = 'n' or c.relreplident = 'd' and not exists (
    select from pg_catalog.pg_index as i where i.indrelid = c.oid and i.indisprimary))
from pg_catalog.pg_publication_tables as t
join pg_catalog.pg_publication as p on p.pubname = t.pubname
join pg_catalog.pg_namespace as n on n.nspname = t.schemaname
join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = t.tablename
where n.nspname || '.' || c.relname = any (%s)
group by 1, c.oid, c.relreplident order by 1
"""

_UNSAID = re.compile(r"\b(unique|or replace|concurrently|temp|temporary|unlogged)\s+", re.IGNORECASE)
"""words of a statement that its command tag leaves out"""


def _ownership(session: Session, intent: Intent) -> Iterator[Obstacle]:
    role = session.value("select current_user")
    for relation, owner in session.rows(_NOT_OWNED, [sorted(intent.altered)]):
        yield Obstacle(
            "ownership",
            True,
            f"{relation} belongs to {owner}, and {role} is no member of that role: it may not alter it",
            f"connect as {owner}, or: grant {identifier(owner)} to {identifier(role)}",
        )


def _disk_space(session: Session, intent: Intent) -> Iterator[Obstacle]:
    """A rewritten table and its indexes stand beside the old ones for a while; an index is at most its table's size."""
    needed: dict[str, int] = {}
    for relation, table, total, tablespace in session.rows(_SIZES, [sorted(intent.rewritten | intent.indexed)]):
        more = total if relation in intent.rewritten else table
        needed[tablespace] = needed.get(tablespace, 0) + more
    for tablespace, size in sorted(needed.items()):
        if size >= WORTH_TELLING:
            yield Obstacle(
                "disk-space",
                False,
                f"up to {size / 1024**3:.1f} GB more are needed in tablespace {tablespace}, and as much for the log",
                "look whether there is room: how much is free cannot be known from here",
            )


def _event_triggers(session: Session, intent: Intent) -> Iterator[Obstacle]:
    for name, event, function, tags in session.rows(_EVENT_TRIGGERS):
        if any(_fires(tags, text) for text in intent.statements):
            yield Obstacle(
                "event-trigger",
                False,
                f"event trigger {name} runs {function} on our statements ({event})",
                "see that it lets them pass",
            )


def _fires(tags: list[str], statement: str) -> bool:
    """No tags are all tags."""
    said = " ".join(_UNSAID.sub("", statement).split()).upper()
    return not tags or any(said.startswith(tag) for tag in tags)


def _publications(session: Session, intent: Intent) -> Iterator[Obstacle]:
    touched = sorted(intent.locks.keys() | intent.altered | intent.written)
    for relation, names, without_identity in session.rows(_PUBLISHED, [touched]):
        if without_identity and relation in intent.written:
            yield Obstacle(
                "replica-identity",
                True,
                f"{relation} is published by {names} without a replica identity: its rows cannot be changed",
                f"alter table {relation} replica identity full, or give it a primary key",
            )
        elif relation in intent.altered:
            yield Obstacle(
                "publication",
                False,
                f"{relation} is published by {names}: subscribers do not get its new definition",
                "change them too: new columns there first, dropped ones there last",
            )


CHECKS = (_ownership, _disk_space, _event_triggers, _publications)
