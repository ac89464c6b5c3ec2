"""What is unique about the rows of a table."""

from __future__ import annotations

from difftool.model.catalog import Catalog, Ident
from difftool.planning.foreign_keys import key_columns


def unique_keys(catalog: Catalog, schema: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The column lists that are unique over all rows of a table: keys, constraints, whole indexes on plain columns."""
    mine = [o for _, o in sorted(catalog.objects.items()) if o.parent == Ident("table", schema, name)]
    keys = [key_columns(o) for o in mine if o.facts.get("type") in ("primary key", "unique")]
    # an index behind a constraint is told with that, and has no definition of its own
    keys += [
        _index_columns(str(o.facts["definition"])) for o in mine if o.ident.kind == "index" and "definition" in o.facts
    ]
    return tuple(dict.fromkeys(filter(None, keys)))


def _index_columns(definition: str) -> tuple[str, ...]:
    """None where the index is partial, on an expression, or not unique."""
    import pgparse

    node = pgparse.parse(definition)[0]["stmt"]["IndexStmt"]
    columns = tuple(item["IndexElem"].get("name", "") for item in node["indexParams"])
    return columns if node.get("unique") and "whereClause" not in node and all(columns) else ()
