"""What a data rule adds to a plan, and what it is given to decide on that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from difftool.model.catalog import Catalog, Ident
from difftool.model.foreign_key import Table
from difftool.model.plan import Probe
from difftool.planning.draft import Cleaning, Conversion, Draft, Relation, Sync
from difftool.planning.foreign_keys import table as table_of
from difftool.planning.probes.question import Question


@dataclass(frozen=True, slots=True)
class Ground:
    """Live and target as catalogs; how what is kept aside is named, and for how long (an interval's text).

    `batch` is how many rows one has; `busy` are the tables whose new columns a trigger is to fill while the plan runs,
    `mended` the columns of whose NULLs a rule takes care; `statements` are those of the profile's `sql` rules.
    """

    live: Catalog
    target: Catalog
    key: str
    keep: str
    search_path: str = ""
    batch: int = 5_000
    busy: frozenset[Relation] = frozenset()
    mended: frozenset[Ident] = frozenset()
    statements: tuple[str, ...] = ()

    def has_table(self, schema: str, name: str) -> bool:
        return Ident("table", schema, name) in self.live.objects

    def has_column(self, schema: str, name: str, column: str) -> bool:
        return Ident("column", schema, name, column) in self.live.objects

    def wants_column(self, schema: str, name: str, column: str) -> bool:
        return Ident("column", schema, name, column) in self.target.objects

    def table(self, schema: str, name: str) -> Table:
        """As live has it, with the key that it keeps: that of the target, where live has its columns too."""
        here = table_of(self.live, schema, name)
        there = table_of(self.target, schema, name) if self.wants_table(schema, name) else here
        columns = {column.name for column in here.columns}
        return here if not there.key or not set(there.key) <= columns else Table(schema, name, here.columns, there.key)

    def table_now(self, schema: str, name: str) -> Table:
        """As live has it, with live's key: the one that tells rows apart before the plan has run."""
        here = table_of(self.live, schema, name)
        return here if here.key else self.table(schema, name)

    def table_when_filled(self, schema: str, name: str, filled: frozenset[str]) -> Table:
        """As `table`, when rules have added and filled columns (in words) that the target's key may need."""
        if not self.wants_table(schema, name):
            return self.table(schema, name)
        here, there = table_of(self.live, schema, name), table_of(self.target, schema, name)
        known = {column.name for column in here.columns}
        added = tuple(c for c in there.columns if c.name not in known and f"column {schema}.{name}.{c.name}" in filled)
        columns = here.columns + added
        found = bool(there.key) and set(there.key) <= {column.name for column in columns}
        return Table(schema, name, columns, there.key if found else here.key)

    def wants_table(self, schema: str, name: str) -> bool:
        return Ident("table", schema, name) in self.target.objects


@dataclass(frozen=True, slots=True)
class Restore:
    """How a dropped column comes back: statements between adding it and making it NOT NULL again."""

    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """`prelude` runs in the work copy before anything is proposed, and first in the plan. `drafts` follow it.

    `cleanings` are steps that belong between a constraint's NOT VALID and its validation, by the constraint's name.
    `asserts` are probes by the object (in words) whose change they guard. `resolves` are the objects whose findings
    the rule takes care of, `declared_losses` the drops that it means, `renamed` what only looks dropped or new.
    `backfill` are the statements of a rollback that find references anew, by the dropped column (in words) that holds
    them; `generate` gives values to rows that came later. `questions` are what the rule itself depends on.
    `catch_ups` are drafts to run once more before a column (in words) becomes NOT NULL or goes; `syncs` are triggers
    until then, whose guards are among the drafts. `filled` are the values that columns (in words) will have, as
    expressions on `t`.
    """

    prelude: tuple[Draft, ...] = ()
    drafts: tuple[Draft, ...] = ()
    cleanings: Mapping[str, Cleaning] = field(default_factory=dict)
    asserts: Mapping[str, Probe] = field(default_factory=dict)
    resolves: frozenset[str] = frozenset()
    resolved_by: Mapping[str, str] = field(default_factory=dict)
    """the rule in words, for each of them"""
    renamed: frozenset[str] = frozenset()
    declared_losses: frozenset[str] = frozenset()
    backfill: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    generate: Mapping[str, str] = field(default_factory=dict)
    conversions: tuple[Conversion, ...] = ()
    questions: tuple[Question, ...] = ()
    catch_ups: Mapping[str, tuple[Draft, ...]] = field(default_factory=dict)
    syncs: tuple[Sync, ...] = ()
    filled: Mapping[str, str] = field(default_factory=dict)


_NAME = re.compile(r'"((?:[^"]|"")+)"|([^".]+)')


def names(text: str) -> tuple[str, ...]:
    """The names of a path as the catalog has them: those without quotes in lower case."""
    return tuple(quoted.replace('""', '"') or plain.strip().lower() for quoted, plain in _NAME.findall(text))


def relation(name: str) -> tuple[str, str]:
    """(schema, table) of a table's name as a rule writes it; `public` is assumed."""
    *schema, table = names(name)
    return (schema[0] if schema else "public", table)


def place(name: str) -> tuple[str, str, str]:
    """(schema, table, column) of `table.column` or `schema.table.column`."""
    *schema, table, column = names(name)
    return (schema[0] if schema else "public", table, column)
