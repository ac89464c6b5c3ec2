"""The rows of live as a question sees them: with the columns that the plan adds or converts as they will be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.planning.probes.text import column_name, index_of
from difftool.sql.quote import identifier, qualified

_HOLDS_ROWS = ("table", "materialized_view")


@dataclass(frozen=True, slots=True)
class Sides:
    """What is there (`live`, as read on live) and what is wanted (`target`).

    `values` are expressions for columns (in words) that a rule converts, on the columns of their row; `filled` for
    those that a rule fills before anything relies on them, which has happened where `done`.
    """

    live: Catalog
    target: Catalog
    values: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, str] = field(default_factory=dict)
    done: bool = False

    def holder(self, schema: str, name: str) -> Ident | None:
        """The table or materialized view of that name, if live has it: what is new has no rows."""
        idents = (Ident(kind, schema, name) for kind in _HOLDS_ROWS)
        return next((ident for ident in idents if ident in self.live.objects), None)

    def column(self, table: Ident, name: str, *, live: bool = True) -> CatalogObject | None:
        catalog = self.live if live else self.target
        return catalog.objects.get(Ident("column", table.schema, table.name, name))

    def knows(self, table: Ident, columns: Iterable[str]) -> bool:
        """Whether each column is there, or will be with a value that can be told now."""
        for name in columns:
            wanted = self.column(table, name, live=False)
            if self.column(table, name) or (wanted and str(wanted.ident) in self.filled):
                continue
            if wanted is None or self._value(wanted) is None:
                return False
        return True

    def plain(self, table: Ident) -> str:
        return f"{qualified(table.schema, table.name)} as t"

    def rows(self, table: Ident, uses: Iterable[str]) -> str:
        """An item for FROM, called `t`; a subquery only where one of `uses` is new or gets another type."""
        future = {name: value for name in uses if (value := self._future(table, name))}
        if not future:
            return self.plain(table)
        names = [c.ident.part for c in columns_of(self.live, table)]
        chosen = [f"{future.get(n, 't.' + identifier(n))} as {identifier(n)}" for n in dict.fromkeys([*names, *future])]
        return f"(select t.ctid, {', '.join(chosen)} from {self.plain(table)}) as t"

    def key(self, table: Ident) -> tuple[str, str]:
        """How a row is named to people, and what orders them: the primary key, or where it lies if there is none."""
        keys = primary_key(self.live, table)
        if not keys:
            return "t.ctid::text", "t.ctid"
        names = [f"t.{identifier(name)}" for name in keys]
        return f"concat_ws(', ', {', '.join(names)})", ", ".join(names)

    def typed(self, kind: str, type_name: str) -> CatalogObject | None:
        """The wanted object of that kind behind the type of a column, as format_type writes it."""
        found = (o for o in self.target.of(kind) if o.address == type_name)
        return next(found, None)

    def base(self, type_name: str) -> str:
        """The type below a domain; its rules are asked about, and must not stop the question."""
        domain = self.typed("domain", type_name)
        return str(domain.facts["type"]) if domain else type_name

    def _future(self, table: Ident, name: str) -> str | None:
        """The value that the column will have, where that is not the one that it has."""
        had, wanted = self.column(table, name), self.column(table, name, live=False)
        if wanted is None:
            return None
        same = had is not None and had.facts["type"] == wanted.facts["type"]
        if str(wanted.ident) in self.filled and (same or had is None):
            return None if self.done else self.filled[str(wanted.ident)]
        if same:
            return None
        if str(wanted.ident) in self.values:
            return self.values[str(wanted.ident)]
        if had:
            return f"t.{identifier(name)}::{self.base(wanted.facts['type'])}"
        return self._value(wanted)

    def _value(self, column: CatalogObject) -> str | None:
        """What a new column holds in old rows; None where only a sequence can tell."""
        facts = column.facts
        if facts.get("generated"):
            return f"({facts['expression']})"
        domain = self.typed("domain", facts["type"])
        default = facts.get("default") or (domain.facts.get("default") if domain else None)
        if facts.get("identity") or (default and "nextval(" in default):
            return None
        return f"({default or 'null'})::{self.base(facts['type'])}"


def columns_of(catalog: Catalog, table: Ident) -> list[CatalogObject]:
    """In their physical order."""
    mine = [o for o in catalog.named(table.schema, table.name) if o.ident.kind == "column"]
    return sorted(mine, key=lambda column: int(column.notes.get("position", 0)))


def stored_columns(catalog: Catalog, type_name: str) -> Iterator[tuple[Ident, CatalogObject]]:
    """Columns of that type, or of arrays of it, that hold rows of their own, each with its table."""
    for column in catalog.of("column"):
        table = Ident("table", column.ident.schema, column.ident.name)
        if table not in catalog.objects or not column.facts.get("local", True):
            continue
        if column.facts.get("type") in (type_name, f"{type_name}[]"):
            yield table, column


def primary_key(catalog: Catalog, table: Ident) -> tuple[str, ...]:
    keys = (o for o in catalog.named(table.schema, table.name) if o.facts.get("type") == "primary key")
    key = next(keys, None)
    return tuple(column_name(column) for column in index_of(key.facts["definition"]).keys) if key else ()


def becomes(change: Change, fact: str) -> bool:
    """Whether the change makes the fact true, or other than it was."""
    if change.after is None:
        return False
    return change.verb is Verb.CREATE or fact in change.facts


def short(ident: Ident) -> str:
    """The relation, without the schema that everybody assumes."""
    return ident.name if ident.schema == "public" else f"{ident.schema}.{ident.name}"


def rule_name(table: Ident, column: str = "") -> str:
    """A table, or its column, as data rules write it."""
    name = identifier(table.name) if table.schema == "public" else qualified(table.schema, table.name)
    return f"{name}.{identifier(column)}" if column else name


def yaml_text(text: str) -> str:
    """A text of one line in double quotes: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)
