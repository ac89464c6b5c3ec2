"""What hangs on a column, made ready for the new one beside it without a long lock, and exchanged with it.

Each is built under a name of its own (`ahead`), by a statement that PostgreSQL renders: see `Shown`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from difftool.diff.detectors import classes
from difftool.diff.drops import drop
from difftool.model.catalog import CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.model.plan import Phase, Undo, UndoKind
from difftool.planning.draft import Draft
from difftool.planning.forms import form_of
from difftool.planning.rewrites.index import built, concurrently
from difftool.sql.quote import ahead, identifier, qualified

Shown = Mapping[Ident, str]
"""For each object the statement that makes it, under the name that is ahead of its own, for the new columns.

Of a primary key or unique constraint it is the one that makes its index.
"""


@dataclass(frozen=True, slots=True)
class Carried:
    """`ready` comes before the exchange; `gone` takes away what the old column has, `taken` gives it to the new one."""

    ready: tuple[Draft, ...]
    gone: tuple[str, ...]
    taken: tuple[str, ...]


def carried(thing: CatalogObject, shown: Shown) -> Carried:
    found = _BY_KIND[str(thing.facts.get("type", thing.ident.kind))](thing, shown[thing.ident])
    return Carried(found.ready, found.gone, (*found.taken, *commented(thing)))


def commented(thing: CatalogObject) -> list[str]:
    """Its comment, for what has taken its name."""
    text = thing.facts.get("comment")
    return classes.comment(Change(Verb.ALTER, thing.ident, thing, thing, {"comment": (None, text)})) if text else []


def _index(thing: CatalogObject, statement: str) -> Carried:
    schema, name = thing.ident.schema, thing.ident.name
    take = f"ALTER INDEX {qualified(schema, ahead(name))} RENAME TO {identifier(name)}"
    return Carried(tuple(concurrently(statement, form_of(statement))), (drop(thing),), (take,))


def _key(thing: CatalogObject, statement: str) -> Carried:
    form, facts = form_of(statement), thing.facts
    (made,) = concurrently(statement, form)
    kind = "PRIMARY KEY" if facts["type"] == "primary key" else "UNIQUE"
    words = [f"ADD CONSTRAINT {identifier(thing.ident.part)} {kind} USING INDEX {identifier(form.member)}"]
    words += ["DEFERRABLE"] if facts.get("deferrable") else []
    words += ["INITIALLY DEFERRED"] if facts.get("deferred") else []
    take = f"ALTER TABLE {_table(thing)} {' '.join(words)}"
    return Carried((built(made.statements[0], form, form.member),), (drop(thing),), (take,))


def _constraint(thing: CatalogObject, statement: str) -> Carried:
    """Validated before the exchange, while everybody goes on."""
    table, name = _table(thing), identifier(ahead(thing.ident.part))
    relation = thing.ident.schema, thing.ident.name
    undo = Undo(UndoKind.LOSSLESS, (f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}",))
    validate = f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}"
    ready = (
        Draft(Phase.ENFORCE, (f"{statement} NOT VALID",), relation, undo=undo, alone=True),
        Draft(Phase.ENFORCE, (validate,), relation, f"validate {ahead(thing.ident.part)}", alone=True),
    )
    take = f"ALTER TABLE {table} RENAME CONSTRAINT {name} TO {identifier(thing.ident.part)}"
    return Carried(ready, (drop(thing),), (take,))


def _statistics(thing: CatalogObject, statement: str) -> Carried:
    """Made before the ANALYZE that looks at the new column, which fills them."""
    ahead_of_it = qualified(thing.ident.schema, ahead(thing.ident.name))
    undo = Undo(UndoKind.LOSSLESS, (f"DROP STATISTICS IF EXISTS {ahead_of_it}",))
    rename = f"ALTER STATISTICS {ahead_of_it} RENAME TO {identifier(thing.ident.name)}"
    return Carried((Draft(Phase.EXPAND, (statement,), undo=undo, alone=True),), (drop(thing),), (rename,))


def _table(thing: CatalogObject) -> str:
    return qualified(thing.ident.schema, thing.ident.name)


_BY_KIND: Mapping[str, Callable[[CatalogObject, str], Carried]] = {
    "primary key": _key,
    "unique": _key,
    "index": _index,
    "check": _constraint,
    "foreign key": _constraint,
    "statistics": _statistics,
}
"""by kind, of constraints by type; in the order in which they are ready and taken"""

ORDER = tuple(_BY_KIND)


def place(thing: CatalogObject) -> int:
    return ORDER.index(str(thing.facts.get("type", thing.ident.kind)))
