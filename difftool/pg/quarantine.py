"""What is kept aside in a live database: listed, shown, dropped."""

from __future__ import annotations

from typing import Any

from difftool.model.quarantine import Kept
from difftool.pg import ledger
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch
from difftool.planning.ledger_sql import LEDGER
from difftool.sql.quote import identifier, qualified

_TIME = """to_char({} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""

_KEPT = f"""
select q.name, coalesce(p.digest, ''), coalesce(p.profile, ''), q.kind, q.source_schema, q.source_table, q.columns,
  (select array_agg(a.attname::text order by a.attnum) from pg_catalog.pg_attribute as a
    where a.attrelid = to_regclass(q.name) and a.attnum > 0 and not a.attisdropped),
  q.rows, {_TIME.format("q.kept_at")}, coalesce({_TIME.format("q.keep_until")}, ''),
  coalesce(q.keep_until <= now(), true),
  case when p.taken_back_at is null and (p.finished is null or r.digest is not null)
    then case when r.digest is null then 'its plan is not finished' else 'a rollback is not finished' end
    else '' end,
  p.undoes is null and p.run is not null and p.taken_back_at is null and q.rows > 0
from difftool.quarantine as q
left join lateral (select * from difftool.plan where strpos(text, 'difftool.kept_' || q.plan_key || '_') > 0
  order by undoes is null desc, run desc limit 1) as p on true
left join difftool.plan as r on r.undoes = p.digest and r.finished is null and r.taken_back_at is null
order by q.kept_at, q.name
"""
"""The plan that kept something is the latest one whose text names it; a rollback's names what it restores as well."""


def kept(session: Session) -> tuple[Kept, ...]:
    """All of it, oldest first; nothing where difftool has never been at work."""
    return tuple(_of(row) for row in session.rows(_KEPT)) if ledger.exists(session) else ()


def _of(row: tuple[Any, ...]) -> Kept:
    name, plan, profile, kind, schema, table, columns, stored, *others = row
    return Kept(name, plan, profile, kind, schema, table, columns, tuple(stored or ()), *others)


def rows_of(session: Session, thing: Kept, limit: int) -> tuple[tuple[str | None, ...], ...]:
    """Up to `limit` rows, every value as text."""
    values = ", ".join(f"{identifier(column)}::text" for column in thing.stored)
    return tuple(session.rows(f"select {values} from {_relation(thing)} order by 1 limit {int(limit)}"))


def copy_structure(session: Session, scratch: Scratch) -> None:
    """Make the ledger and the quarantine tables of `session` in a copy as well, empty: there a rollback is rehearsed.

    All their columns are of built-in types.
    """
    ask = (
        "select attname::text, format_type(atttypid, atttypmod) from pg_catalog.pg_attribute"
        " where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped order by attnum"
    )
    with scratch.open() as copy:
        copy.execute(LEDGER)
        for thing in kept(session):
            columns = (f"{identifier(name)} {type_}" for name, type_ in session.rows(ask, [thing.name]))
            copy.execute(f"create table {_relation(thing)} ({', '.join(columns)})")


def drop(session: Session, thing: Kept) -> None:
    """With its entry in the register."""
    with session.transaction():
        session.execute(f"drop table if exists {_relation(thing)}")
        session.execute("delete from difftool.quarantine where name = %s", [thing.name])


def _relation(thing: Kept) -> str:
    return qualified(*thing.name.split(".", 1))
