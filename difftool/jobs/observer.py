"""What an outside observer says of a database that was led to a goal: pg_dump of both, normalised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from difftool.diff.scope import within
from difftool.jobs.goal import Goal
from difftool.model.catalog import Catalog, Ident
from difftool.model.plan import EQUAL
from difftool.pg.archive import Entry
from difftool.pg.catalog.read import read_catalog
from difftool.pg.dump import dump
from difftool.pg.shadow import Scratch
from difftool.sql.dump_text import normalised, without_not_null_names


def observed(scratch: Scratch, reached: Catalog, goal: Goal) -> str:
    """EQUAL, or the first differences; without what is not compared for all objects.

    What the goal was made from is as good as a dump of it, where it is the same.
    """
    here = dump(scratch.dsn), reached
    found = _unlike(here, (goal.views.entries, goal.whole), goal, plain_not_null=scratch.plain_not_null)
    if found == EQUAL or not goal.views.told:
        return found
    with goal.scratch.open() as session:
        there = goal.views.dumped, read_catalog(session)
    return _unlike(here, there, goal, plain_not_null=scratch.plain_not_null)


Seen = tuple[Sequence[Entry], Catalog]
"""what pg_dump says of a database, and what we read there"""


def _unlike(reached: Seen, wished: Seen, goal: Goal, *, plain_not_null: bool) -> str:
    left_out = [pattern for name, pattern in _CLASSES.items() if goal.comparing.stated.get(name, ...) is not None]
    left_out += [_ENUM] if goal.labels_kept else []
    mended = {i for i, o in goal.whole.objects.items() if o.facts.get("valid") is False} if goal.labels_kept else set()
    here, there = (
        {
            text
            for text in _seen(entries, whole, within(whole, goal.scope).objects.keys() - mended)
            if not any(pattern.match(text) for pattern in left_out)
        }
        for entries, whole in (reached, wished)
    )
    if plain_not_null:
        here, there = ({without_not_null_names(text) for text in side} for side in (here, there))
    extra, missing = sorted(here - there), sorted(there - here)
    return "; ".join(text.splitlines()[0] for text in (*extra, *missing)[:3]) or EQUAL


def _seen(entries: Sequence[Entry], whole: Catalog, mine: AbstractSet[Ident]) -> tuple[str, ...]:
    """Without what is known not to be `mine`; what our own reading does not know is left in."""
    others = {thing.oid[:2] for ident, thing in whole.objects.items() if ident not in mine}
    theirs = {e.id for e in entries if (e.classid, e.objid) in others or "difftool" in (e.schema, e.tag)}
    theirs |= {e.id for e in entries if e.kind == "ACL" and _schema_of(e) not in mine | {None}}
    ours = [e for e in entries if e.id not in theirs and (e.classid or not theirs & set(e.depends))]
    owners = [f"alter {e.kind} {e.schema}.{e.tag} owner to {e.owner}" for e in ours if e.owner and e.classid]
    return (*normalised("\n".join(entry.sql for entry in ours)), *owners)


def _schema_of(acl: Entry) -> Ident | None:
    """The schema on which it grants: where that is as initdb made it, no other entry is about it."""
    return Ident("schema", "", acl.tag.removeprefix("SCHEMA ")) if acl.tag.startswith("SCHEMA ") else None


_ANY = re.IGNORECASE | re.DOTALL
"""names may hold line ends"""
_ENUM = re.compile("create type .* as enum", _ANY)
_CLASSES = {
    "comment": re.compile("comment on ", re.IGNORECASE),
    "owner": re.compile("alter .* owner to ", _ANY),
    "privileges": re.compile("grant |revoke |alter default privileges ", re.IGNORECASE),
}
