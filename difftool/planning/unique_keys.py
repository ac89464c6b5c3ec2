"""What is unique about the rows of a table, and whether something is there already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from difftool.model.catalog import Catalog, Ident
from difftool.planning.probes.text import columns_in, index_of
from difftool.sql.quote import identifier


@dataclass(frozen=True, slots=True)
class UniqueKey:
    """No two rows that meet `predicate` share all `keys`, expressions over the columns in `uses`."""

    keys: tuple[str, ...]
    uses: tuple[str, ...]
    predicate: str = ""
    nulls_together: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is about columns alone, and about all rows."""
        return not self.predicate and {key.strip('"').replace('""', '"') for key in self.keys} == set(self.uses)


def unique_keys(catalog: Catalog, schema: str, name: str) -> tuple[UniqueKey, ...]:
    """Of keys, constraints and indexes; those WITHOUT OVERLAPS are left out."""
    mine = sorted(catalog.parts(Ident("table", schema, name)), key=lambda part: part.ident)
    told = [str(o.facts["definition"]) for o in mine if o.facts.get("type") in ("primary key", "unique")]
    # an index behind a constraint is told with that, and has no definition of its own
    indexes = (str(o.facts.get("definition", "")) for o in mine if o.ident.kind == "index")
    told += [definition for definition in indexes if definition.startswith("CREATE UNIQUE")]
    return tuple(dict.fromkeys(_keys(told)))


def _keys(definitions: list[str]) -> Iterator[UniqueKey]:
    for definition in definitions:
        index = index_of(definition)
        if not index.without_overlaps:
            uses = columns_in(f"({', '.join([*index.keys, *filter(None, [index.predicate])])})")
            yield UniqueKey(index.keys, uses, index.predicate, index.nulls_together)


def is_taken(key: UniqueKey, source: str, values: Mapping[str, str], other: str) -> str:
    """A condition: a row `t` of `source` that meets `other` is where one with these values would go.

    `values` are SQL by the columns that the key uses. Its expressions are written for one relation in scope: so each
    row stands in a query of its own.
    """
    where = " and ".join(f"({text})" for text in (other, key.predicate) if text)
    there = f"select {_numbered(key)} from {source} as t" + (f" where {where}" if where else "")
    row = ", ".join(f"{values[name]} as {identifier(name)}" for name in key.uses)
    mine = f"select {_numbered(key)} from (select {row}) as t" + (f" where {key.predicate}" if key.predicate else "")
    equal = "is not distinct from" if key.nulls_together else "="
    same = " and ".join(f"one.k{n} {equal} two.k{n}" for n, _ in enumerate(key.keys))
    return f"exists (select from ({there}) as one, ({mine}) as two where {same})"


def _numbered(key: UniqueKey) -> str:
    return ", ".join(f"{expression} as k{n}" for n, expression in enumerate(key.keys))
