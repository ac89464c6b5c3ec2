"""A check that goes, or becomes another, is dropped before a rule writes values that only its successor may admit."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.plan import Phase, Undo, UndoKind
from difftool.planning.data_rules.contribution import Ground
from difftool.planning.draft import Draft
from difftool.planning.probes.text import columns_in
from difftool.sql.quote import identifier, literal, qualified


def loosened(ground: Ground, column: Ident) -> tuple[Draft, ...]:
    """One for each check of live on that column which the target does not have as it is.

    The way back makes it again when the old values are back. PostgreSQL has no checks that wait until the transaction
    ends: https://www.postgresql.org/docs/current/sql-createtable.html, DEFERRABLE.
    """
    return tuple(_dropped(thing) for thing in _old_checks(ground, column))


def _old_checks(ground: Ground, column: Ident) -> Iterator[CatalogObject]:
    for ident, thing in sorted(ground.live.objects.items(), key=lambda item: item[0]):
        if (ident.schema, ident.name) != (column.schema, column.name) or thing.facts.get("type") != "check":
            continue
        there = ground.target.objects.get(ident)
        stays = there is not None and there.facts["definition"] == thing.facts["definition"]
        stops = thing.facts.get("local", True) and thing.facts.get("enforced", True)
        if stops and not stays and column.part in columns_in(str(thing.facts["definition"]).removeprefix("CHECK ")):
            yield thing


def _dropped(check: CatalogObject) -> Draft:
    relation = (check.ident.schema, check.ident.name)
    table, name = qualified(*relation), identifier(check.ident.part)
    inherits = " NO INHERIT" if check.facts.get("no_inherit") else ""
    valid = "" if check.facts.get("validated", True) else " NOT VALID"
    back = [f"ALTER TABLE {table} ADD CONSTRAINT {name} {check.facts['definition']}{inherits}{valid}"]
    if comment := check.facts.get("comment"):
        back.append(f"COMMENT ON CONSTRAINT {name} ON {table} IS {literal(str(comment))}")
    title = f"drop check {check.ident.part} of {check.ident.name}, before its rows change"
    undo = Undo(UndoKind.LOSSLESS, tuple(back))
    return Draft(Phase.EXPAND, (f"ALTER TABLE {table} DROP CONSTRAINT {name}",), relation, title, undo=undo, alone=True)
