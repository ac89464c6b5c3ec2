"""Triggers of users that statements would fire: the rows that these change are changed by other people's code, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from difftool.model.catalog import Catalog, CatalogObject
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
    return tuple(sorted(told for thing in live.objects.values() if (told := _told(thing)) and done & _events(thing)))


def _changes(statements: Iterable[str], otherwise: str) -> Iterator[tuple[str, str]]:
    for text in statements:
        if found := _CHANGE.match(text.lstrip()):
            yield _EVENTS[found[1].lower()], found[2] or otherwise


def _told(thing: CatalogObject) -> str:
    if thing.ident.kind != "trigger" or thing.facts["enabled"] == "no":
        return ""
    return f"trigger {thing.ident.part} ({str(thing.facts['definition']).rpartition('EXECUTE FUNCTION ')[2]})"


def _events(thing: CatalogObject) -> set[tuple[str, str]]:
    """What fires it, on its table."""
    events = str(thing.facts["definition"]).split(" ON ", maxsplit=1)[0]
    on = qualified(thing.ident.schema, thing.ident.name)
    return {(verb, on) for verb in _EVENTS.values() if f" {verb}" in events}
