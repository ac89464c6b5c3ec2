"""Triggers of users that statements would fire: the rows that these change are changed by other people's code, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from difftool.model.catalog import Catalog, CatalogObject
from difftool.model.plan import Step
from difftool.planning.draft import Relation
from difftool.sql.quote import qualified

_NAME = r'(?:"(?:[^"]|"")+"|[\w$]+)'
_CHANGE = re.compile(
    rf"(?:with restored as \(\s*)?(update|delete from|insert into) (?:only )?({_NAME}\.{_NAME})?", re.IGNORECASE
)
_EVENTS = {"update": "UPDATE", "delete from": "DELETE", "insert into": "INSERT"}


def fired(statements: Iterable[str], live: Catalog, otherwise: Relation = ("", "")) -> tuple[str, ...]:
    """As "trigger stamp (touch())"; `otherwise` is the table of a statement that does not name its own with schema."""
    done = set(_changes(statements, qualified(*otherwise)))
    if not done:
        return ()
    above = _above(live)
    found = ((thing, _told(thing)) for thing in live.objects.values() if thing.ident.kind == "trigger")
    return tuple(sorted({told for thing, told in found if told and done & _events(thing, above)}))


def fired_back(steps: Iterable[Step], catalogs: Sequence[Catalog]) -> Iterator[str]:
    """What a rollback of the steps would set off, by the triggers of any of the catalogs."""
    for step in steps:
        if found := sorted({told for catalog in catalogs for told in fired(step.undo.sql, catalog)}):
            yield f"a rollback of step {step.id} fires {', '.join(found)}: what comes back may be changed by that"


def _changes(statements: Iterable[str], otherwise: str) -> Iterator[tuple[str, str]]:
    for text in statements:
        if found := _CHANGE.match(text.lstrip()):
            yield _EVENTS[found[1].lower()], found[2] or otherwise


def _told(thing: CatalogObject) -> str:
    if thing.facts["enabled"] == "no":
        return ""
    return f"trigger {thing.ident.part} ({str(thing.facts['definition']).rpartition('EXECUTE FUNCTION ')[2]})"


def _above(live: Catalog) -> dict[str, tuple[str, ...]]:
    """Of partitions and heirs, the tables whose rows theirs are, too."""
    tables = (thing for thing in live.objects.values() if thing.ident.kind == "table")
    whole = ((thing.address, thing.facts.get("partition_of"), thing.facts.get("inherits") or ()) for thing in tables)
    return {name: (*([partition_of] if partition_of else ()), *inherits) for name, partition_of, inherits in whole}


def _events(thing: CatalogObject, above: Mapping[str, tuple[str, ...]]) -> set[tuple[str, str]]:
    """What fires it, on its table, or for each row on one above that.

    https://www.postgresql.org/docs/current/sql-createtrigger.html, "Notes": a statement on a parent fires no triggers
    for statements of its partitions or heirs.
    """
    definition = str(thing.facts["definition"])
    events = definition.split(" ON ", maxsplit=1)[0]
    tables = [qualified(thing.ident.schema, thing.ident.name)]
    if " FOR EACH ROW " in definition:
        for name in tables:  # which grows: each name may have others above it
            tables += [each for each in above.get(name, ()) if each not in tables]
    return {(verb, on) for verb in _EVENTS.values() for on in tables if f" {verb}" in events}
