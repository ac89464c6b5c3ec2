"""Reads what a throwaway copy cannot hold, and tries its statements in a transaction that is never committed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import psycopg2

from difftool.errors import NoProvenPlan
from difftool.model.apart import Apart, Subscription
from difftool.model.catalog import Facts
from difftool.pg.archive import Entry
from difftool.pg.catalog.text import query_sql
from difftool.pg.session import Session
from difftool.sql.parse import kind_of
from difftool.sql.quote import identifier
from difftool.sql.split import split

KIND = "SUBSCRIPTION"
_IMPLIED = ", run_as_owner = true"
"""what a newer pg_dump says of servers older than 16, which know no other way"""


def read_apart(session: Session, entries: Sequence[Entry]) -> Apart:
    """`entries` are the database's; a role that may not read subscriptions finds none there."""
    major = session.version // 10000
    triggers = {row[2]: row[11]["enabled"] for row in session.rows(query_sql("event_triggers.sql", major))}
    facts = _subscriptions(session)
    found = {entry.tag: entry for entry in entries if entry.kind == KIND}
    known = session.version >= 160000  # noqa: PLR2004  # new in 16
    subscriptions = {
        name: _subscription(facts[name], each, entries, "" if known else _IMPLIED) for name, each in found.items()
    }
    mappings = {
        entry.tag.removeprefix("USER MAPPING "): (entry.drop.rstrip(";\n"), entry.sql.rstrip(";\n"))
        for entry in entries
        if entry.kind == "USER MAPPING"
    }
    return Apart(triggers, subscriptions, mappings)


def _subscriptions(session: Session) -> dict[str, Facts]:
    return {row[2]: row[11] for row in session.rows(query_sql("subscriptions.sql", session.version // 10000))}


def _subscription(facts: Facts, entry: Entry, entries: Iterable[Entry], unknown: str) -> Subscription:
    own = [entry, *(other for other in entries if not other.classid and entry.id in other.depends)]
    created = tuple(piece.text.replace(unknown, "") for each in own for piece in split(each.sql))
    owner = (f"ALTER SUBSCRIPTION {identifier(entry.tag)} OWNER TO {identifier(entry.owner)}",) if entry.owner else ()
    return Subscription(facts, entry.owner, str(kind_of(created[0]).tree["conninfo"]), (*created, *owner))


def try_apart(session: Session, before: Apart, after: Apart, statements: Sequence[str]) -> None:
    """Raises NoProvenPlan where the statements do not make the one set of subscriptions the other."""
    ours = [text for text in statements if "SUBSCRIPTION" in text.split("IS")[0]]
    if not ours:
        return
    session.execute("begin")
    try:
        for text in (*(text for each in before.subscriptions.values() for text in each.created), *ours):
            session.execute(text)
        reached = {name: _off(facts) for name, facts in _subscriptions(session).items()}
    except psycopg2.Error as error:
        raise NoProvenPlan("subscriptions cannot be changed", details=(str(error.diag.message_primary),)) from error
    finally:
        session.execute("rollback")
    wanted = {name: _off(each.facts) for name, each in after.subscriptions.items()}
    left = sorted(name for name in reached.keys() | wanted.keys() if reached.get(name) != wanted.get(name))
    if left:
        raise NoProvenPlan(f"no proven plan: what is left is {', '.join(f'subscription {name}' for name in left)}")


def _off(facts: Facts) -> Facts:
    """pg_dump creates all of them disabled; the last statement switches those that are not."""
    return {name: value for name, value in facts.items() if name != "enabled"}
