"""Where a script looks for the names that functions leave without a schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from difftool.model.catalog import Catalog, CatalogObject
from difftool.sql.quote import identifier

_ROUTINES = ("function", "procedure")


def search_path(first: Sequence[str], sides: Iterable[Catalog]) -> str:
    """The schemas `first`; and after them all others, where a function outside `first` may name what lies beside it.

    What a statement computes, a default or a check, say, it computes with the path of its session: the one that the
    function was written for is not to be known.
    """
    objects = [thing for side in sides for thing in side.objects.values()]
    known = list(dict.fromkeys(first))
    if any(_depends_on_its_caller(thing) and thing.ident.schema not in known for thing in objects):
        known += sorted({thing.ident.schema for thing in objects} - {"", *known})
    return ", ".join(map(identifier, known)) or "''"


def _depends_on_its_caller(thing: CatalogObject) -> bool:
    """Its names are looked up when it runs, and not in a path of its own: https://www.postgresql.org/docs/current/xfunc-sql.html."""
    if thing.ident.kind not in _ROUTINES:
        return False
    head, is_text, _ = str(thing.facts["definition"]).partition("\nAS ")
    return bool(is_text) and "\n SET search_path TO " not in head
