"""Views are replaced where their columns allow it; their options are altered in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from difftool.diff.detectors.tables import settings
from difftool.diff.drops import words
from difftool.diff.proposal import Proposal
from difftool.model.catalog import Catalog, Ident
from difftool.model.change import Change, Verb
from difftool.sql.quote import identifier

_READING = ("view", "materialized_view")

Name = tuple[str, str]
"""schema and name of a relation"""
Reads = Mapping[Name, set[Name]]


def replace(change: Change) -> list[str]:
    """CREATE OR REPLACE VIEW, which keeps grants and dependents; PostgreSQL refuses where columns change."""
    if "definition" not in change.facts or not change.after:
        return []
    definition: str = change.after.notes["definition"].rstrip().rstrip(";")
    return [definition.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1)]


def filled_or_not(statements: tuple[str, ...], about: str) -> Proposal:
    """A materialized view comes with its rows; without, where it reads another one that has none yet."""
    empty = tuple(f"{s}\nWITH NO DATA" if s.startswith("CREATE MATERIALIZED VIEW ") else s for s in statements)
    return Proposal(statements, about, otherwise=Proposal(empty, about) if empty != statements else None)


def circular(changes: Iterable[Change], current: Catalog, target: Catalog) -> frozenset[str]:
    """Views that are to read what reads them now: PostgreSQL would replace them, and nobody could drop them again."""
    replaced = [c.ident for c in changes if c.verb is Verb.ALTER and c.ident.kind == "view" and "definition" in c.facts]
    if not replaced:
        return frozenset()
    reads, wants = _reads(current), _reads(target)
    return frozenset(str(view) for view in replaced if _key(view) in _reached(wants.get(_key(view), ()), reads))


def _reads(catalog: Catalog) -> Reads:
    """By name, for a view may become a materialized view, or a table, of the same name."""
    found = defaultdict[Name, set[Name]](set)
    for who, what in catalog.depends:
        if who.kind in _READING and _key(who) != _key(what):
            found[_key(who)].add(_key(what))
    return found


def _key(ident: Ident) -> Name:
    return ident.schema, ident.name


def _reached(start: Iterable[Name], reads: Reads) -> set[Name]:
    found = set[Name]()
    waiting = list(start)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(reads.get(one, ()))
    return found


def options(change: Change) -> list[str]:
    """ALTER VIEW … SET and RESET; a materialized view's rows go over to another access method."""
    if not change.after:
        return []
    altered = f"ALTER {words(change.ident.kind)} {change.after.address}"
    method = change.facts.get("access_method", (None, None))[1]
    statements = [f"{altered} SET ACCESS METHOD {identifier(method)}"] if method else []
    return statements + (settings(altered, *change.facts["options"]) if "options" in change.facts else [])
