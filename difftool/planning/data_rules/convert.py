"""`convert`: a column gets another type, each value by an expression; what a cast back would not return is kept aside.

The way back casts what can be cast, then restores what was kept where the row still holds what the plan left there.
What came later and cannot be said in the old type is kept aside in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from difftool.errors import ConfigError
from difftool.model.catalog import CatalogObject, Ident
from difftool.model.foreign_key import Column, Table
from difftool.model.profile import DataRule
from difftool.planning import quarantine
from difftool.planning.data_rules.contribution import Contribution, Ground, place
from difftool.planning.data_rules.given import Given, question
from difftool.planning.draft import Conversion
from difftool.planning.probes.conversions import Cast, conversion
from difftool.planning.probes.types import type_of
from difftool.planning.undo import Comeback
from difftool.sql.quote import identifier, qualified


@dataclass(frozen=True, slots=True)
class _Converted:
    """`back` casts `v`, a value of the new type, to the old one without ever failing; NULL where nothing is known."""

    table: Table
    was: CatalogObject
    becomes: CatalogObject
    using: str
    cast: Cast

    @property
    def name(self) -> str:
        return self.was.ident.part

    @property
    def new_type(self) -> str:
        return str(self.becomes.facts["type"])

    @property
    def value(self) -> str:
        return f"({self.using})::{self.new_type}"

    def back(self, v: str) -> str:
        found = conversion(Cast(self.cast.old, self.cast.new, v, self.cast.version, self.cast.labels))
        plain = found.using or f"{v}::{self.cast.new.text}"
        if found.tried:
            return f"null::{self.cast.new.text}"
        return f"case when not ({found.fails}) then {plain} end" if found.fails else plain


def contribute(rule: DataRule, ground: Ground, number: Iterator[int]) -> Contribution:
    """Where the type of the column differs between live and the target."""
    ident = Ident("column", *place(rule.subject))
    was, becomes = ground.live.objects.get(ident), ground.target.objects.get(ident)
    if was is None or becomes is None or was.facts["type"] == becomes.facts["type"]:
        return Contribution()
    table = ground.table(ident.schema, ident.name)
    if not table.key or ident.part in table.key:
        raise ConfigError(
            f"convert: {rule.subject}: {ident.name} has no primary key besides this column, so its old values could "
            "not be brought back; convert it by hand, or give the table such a key first",
            where=str(rule.place),
        )
    found = _Converted(table, was, becomes, str(rule.keys["using"]), _cast_back(ground, was, becomes))
    asked = question(Given(table, becomes, found.using), needed=bool(becomes.facts["not_null"]))
    return Contribution(
        asserts={str(ident): asked.probe},
        questions=(asked,),
        resolves=frozenset({str(ident)}),
        conversions=(_conversion(found, ground, next(number), next(number)),),
    )


def _cast_back(ground: Ground, was: CatalogObject, becomes: CatalogObject) -> Cast:
    old, new = str(was.facts["type"]), str(becomes.facts["type"])
    enums = (o for o in ground.live.objects.values() if o.ident.kind == "enum" and o.address == old)
    labels = next((tuple(enum.facts["labels"]) for enum in enums), None)
    return Cast(type_of(new), type_of(old), "", ground.live.version, labels)


def _conversion(found: _Converted, ground: Ground, number: int, later: int) -> Conversion:
    table, name, column = found.table, found.name, identifier(found.name)
    retyped = Column(name, found.new_type)
    differs = f"({found.back(f'({found.value})')})::text is distinct from t.{column}::text"
    keep = quarantine.keep_values(
        ground.key, number, table, name, differs, found.using, ground.keep, becomes_type=found.new_type
    )
    afterwards = Table(
        table.schema, table.name, tuple(retyped if c.name == name else c for c in table.columns), table.key
    )
    back = found.back(f"t.{column}")
    unsaid = (
        f"t.{column} is not null and ({back})::text is distinct from t.{column}::text"
        f" and not {quarantine.is_unchanged(ground.key, number, afterwards, name)}"
    )
    newer = quarantine.keep_values(
        ground.key, later, afterwards, name, unsaid, back, ground.keep, becomes_type=str(found.was.facts["type"])
    )
    first = (quarantine.mark_newer(ground.key, number, afterwards, name), *newer)
    restore = quarantine.restore_marked(ground.key, number, table, name)
    there = _retyping(found.was, found.becomes, found.using)
    return Conversion(
        str(found.was.ident),
        found.value,
        there,
        _retyping(found.becomes, found.was, found.back(column)),
        (quarantine.lock(table), *keep),
        Comeback("", (restore,), first=(quarantine.lock(table), *first)),
    )


def _retyping(was: CatalogObject, becomes: CatalogObject, using: str) -> str:
    """One statement: a default of the old type goes first, that of the new one comes last.

    https://www.postgresql.org/docs/current/sql-altertable.html, "Examples" on timestamps with a default.
    """
    column = f"ALTER COLUMN {identifier(was.ident.part)}"
    collation = f" COLLATE {becomes.facts['collation']}" if becomes.facts.get("collation") else ""
    actions = [f"{column} DROP DEFAULT"] if was.facts.get("default") is not None else []
    actions.append(f"{column} TYPE {becomes.facts['type']}{collation} USING {using}")
    actions += [f"{column} SET DEFAULT {becomes.facts['default']}"] if becomes.facts.get("default") is not None else []
    return f"ALTER TABLE {qualified(was.ident.schema, was.ident.name)} {', '.join(actions)}"
