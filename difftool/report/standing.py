"""How far a database is from a profile, in few words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from difftool.model.change import Change, Verb

_SAID = {Verb.CREATE: "missing", Verb.DROP: "extra", Verb.ALTER: "different"}
_NAMED = 2
"""up to so many differences are named; more are counted"""


def missing_and_extra(changes: Iterable[Change]) -> str:
    """Changes that lead from live to the profile: "1 foreign key missing, 2 columns extra"."""
    counts = Counter((change.verb, _kind(change)) for change in changes)
    words = [f"{number} {_plural(kind, number)} {_SAID[verb]}" for (verb, kind), number in sorted(counts.items())]
    return ", ".join(words)


def minus_and_plus(changes: Iterable[Change]) -> str:
    """The same as a relation of states: "minus the foreign key f, plus the column t.c"."""
    told = list(changes)
    if len(told) > _NAMED:
        return missing_and_extra(told)
    sign = {Verb.CREATE: "minus the", Verb.DROP: "plus the", Verb.ALTER: "with another"}
    return ", ".join(f"{sign[change.verb]} {_named(change)}" for change in told)


def _named(change: Change) -> str:
    ident = change.ident
    where = ident.name if ident.schema in ("", "public") else f"{ident.schema}.{ident.name}"
    name = f"{where}.{ident.part}" if ident.kind == "column" else ident.part or where
    return f"{_kind(change)} {name}"


def _kind(change: Change) -> str:
    told = change.after or change.before
    if change.ident.kind == "constraint" and told:
        kind = str(told.facts.get("type", "constraint"))
        return kind if " " in kind else f"{kind} constraint"
    return change.ident.kind.replace("_", " ")


def _plural(kind: str, number: int) -> str:
    if number == 1:
        return kind
    return {"index": "indexes", "policy": "policies", "foreign key": "foreign keys"}.get(kind, f"{kind}s")
