"""Tables in the words that models have for them: columns, keys, indexes, enums; nothing of what models do not show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.report.sentences import short_casts, short_type

Path = tuple[str, ...]
"""as (table,), (table, "column c"), (table, "column c", "type"), (table, "unique (a, b)")"""
Told = Mapping[Path, str | None]

NONE = "none"
NUMBERED = "numbered by the database"
_REFERENCES = re.compile(r"(FOREIGN KEY \(.*?\)) REFERENCES (?:public\.)?(.*)", re.DOTALL)
_NUMBER = re.compile(r"'(-?\d+(?:\.\d+)?)'::(integer|bigint|smallint|numeric|real|double precision)")
_INDEX = re.compile(r"CREATE (UNIQUE )?INDEX .*? ON (?:ONLY )?.*? USING (\w+) (.*)", re.DOTALL)


def told_tables(catalog: Catalog, computed: AbstractSet[Ident] = frozenset()) -> Told:
    """Each thing by its path, constraints and indexes by what they are and not by name.

    Of the defaults of `computed` columns nothing is said: None. Partitions are left out, as they follow their table.
    """
    told: dict[Path, str | None] = {}
    for ident, thing in sorted(catalog.objects.items()):
        within = _subject(thing.parent or ident)
        if ident.kind in ("table", "foreign_table", "view", "materialized_view"):
            if not thing.facts.get("partition_of"):
                told[within,] = ident.kind.replace("_", " ")
        elif ident.kind == "enum":
            told[f"enum {within}",] = f"({', '.join(thing.facts['labels'])})"
        elif _of_table(thing, catalog):
            told.update({(within, *path): value for path, value in _part(ident, thing, ident in computed)})
    return told


def _of_table(thing: CatalogObject, catalog: Catalog) -> bool:
    """Of a table that is not a partition: what belongs to a view is told by the view alone."""
    parent = catalog.objects.get(thing.parent) if thing.parent else None
    return (
        parent is not None and parent.ident.kind in ("table", "foreign_table") and not parent.facts.get("partition_of")
    )


def _subject(ident: Ident) -> str:
    return ident.name if ident.schema == "public" else f"{ident.schema}.{ident.name}"


def _part(ident: Ident, thing: CatalogObject, computed: bool) -> Iterator[tuple[Path, str | None]]:
    if ident.kind == "column":
        yield from _column(ident, thing, computed)
    elif ident.kind == "constraint" and thing.facts["type"] != "not null":
        yield _constraint(thing.facts["definition"])
    elif ident.kind == "index" and thing.facts.get("definition"):
        yield (_index(thing.facts["definition"]),), "there"


def _column(ident: Ident, thing: CatalogObject, computed: bool) -> Iterator[tuple[Path, str | None]]:
    facts, name = thing.facts, f"column {ident.part}"
    null = "not null" if facts.get("not_null") else "null"
    default = _default(thing)
    kind = short_type(facts["type"])
    words = [kind, *([null] if facts.get("not_null") else []), *([] if default == NONE else [f"default {default}"])]
    yield (name,), " ".join(words)
    yield (name, "type"), kind
    yield (name, "null"), null
    yield (name, "default"), None if computed else default
    yield (name, "generated"), facts.get("expression", NONE)


def _default(thing: CatalogObject) -> str:
    """A serial and an identity column are alike for whoever inserts; `now()` is how CURRENT_TIMESTAMP is spelt, too.

    A number is one with quotes, too, as in SQLAlchemy's `server_default="0"`.
    """
    default = str(thing.facts.get("default", NONE))
    if thing.facts.get("identity") or default.startswith("nextval("):
        return NUMBERED
    number = _NUMBER.fullmatch(default)
    if number and number[2] in ("integer", str(thing.facts["type"]).partition("(")[0]):
        return number[1]
    return "now()" if default == "CURRENT_TIMESTAMP" else short_casts(default)


def _constraint(definition: str) -> tuple[Path, str]:
    """What a foreign key leads to, and the columns of the one primary key, are values: they can differ."""
    found = _REFERENCES.fullmatch(definition)
    if found:
        return (_lower(found[1]),), f"-> {_lower(found[2])}"
    if definition.startswith("PRIMARY KEY "):
        return ("primary key",), definition.removeprefix("PRIMARY KEY ")
    return (_lower(definition),), "there"


def _lower(definition: str) -> str:
    """Keywords in lower case; names in upper case are in quotes."""
    quoted = re.split(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')""", definition)
    return "".join(part if number % 2 else part.lower() for number, part in enumerate(quoted))


def _index(definition: str) -> str:
    found = _INDEX.fullmatch(definition)
    if not found:
        return definition
    method = "" if found[2] == "btree" else f"{found[2]} "
    return f"{'unique ' if found[1] else ''}{method}index {found[3]}"
