"""Whether a rule's expression gives each row a value that its column can hold: asked before anything runs."""

from __future__ import annotations

from dataclasses import dataclass

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.foreign_key import Table
from difftool.model.plan import Probe
from difftool.planning.probes.question import Question
from difftool.planning.probes.types import type_of
from difftool.sql.quote import identifier, qualified


@dataclass(frozen=True, slots=True)
class Given:
    """`column` is as it will be; `expression` is SQL on `t`, for the rows of `table` that meet `condition`."""

    table: Table
    column: CatalogObject
    expression: str
    condition: str = ""

    @property
    def type(self) -> str:
        return str(self.column.facts["type"])

    @property
    def value(self) -> str:
        return f"({self.expression})::{self.type}"


def question(given: Given, *, needed: bool) -> Question:
    """`needed`: NULL is no value. An expression that cannot be evaluated for some row is an answer, too."""
    table, ident, length = given.table, given.column.ident, type_of(given.type).length
    relation = qualified(table.schema, table.name)
    meant = f" and ({given.condition})" if given.condition else ""
    fits = [f"char_length(({given.expression})::text) > {length}"] if length is not None else []
    missing = [f"({given.value}) is null"] if needed else []
    if wrong := " or ".join(fits + missing):
        found = f"from {relation} as t where ({wrong}){meant}"
        ask, examples = f"select count(*) {found}", f"select {_key(table)} {found} order by 1 limit {{limit}}"
    else:
        only = f" where {given.condition}" if given.condition else ""
        ask, examples = f"select 0 * count({given.value}) from {relation} as t{only}", ""
    says = f"are not given a value of {given.type} in {ident.part} by the rule's expression"
    subject = f"{ident.name}.{ident.part} -> {given.type}"
    holder, total = Ident("table", ident.schema, ident.name), f"select count(*) from {relation}"
    return Question(ident, holder, Probe(ask, 0, says), subject, total, examples)


def _key(table: Table) -> str:
    return (
        f"concat_ws(', ', {', '.join('t.' + identifier(name) for name in table.key)})" if table.key else "t.ctid::text"
    )
