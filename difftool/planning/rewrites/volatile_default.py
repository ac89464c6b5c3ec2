"""A new column whose default differs from row to row writes the whole table anew, unless rows get it afterwards.

https://www.postgresql.org/docs/current/sql-altertable.html, "Notes" on ADD COLUMN with a volatile DEFAULT.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from difftool.diff.detectors import columns
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.plan import Batch, Phase, Undo, UndoKind
from difftool.planning.draft import Draft, Piece
from difftool.planning.foreign_keys import table
from difftool.planning.forms import form_of
from difftool.planning.marks import marked
from difftool.planning.rewrites import Online
from difftool.planning.rewrites.not_null import by_check
from difftool.planning.rewrites.swap import Swap
from difftool.sql.quote import identifier, qualified


@dataclass(frozen=True, slots=True)
class Added:
    """A column that `statement` adds with a default to a table with this primary key; `reason` why not otherwise."""

    column: CatalogObject
    statement: str
    key: tuple[str, ...]
    reason: str

    @property
    def table(self) -> str:
        return qualified(self.column.ident.schema, self.column.ident.name)

    @property
    def clause(self) -> str:
        """What follows ALTER TABLE and the name."""
        return self.statement.removeprefix(f"ALTER TABLE {self.table} ")


def added(pieces: Sequence[Piece], live: Catalog, target: Catalog, online: Online) -> list[Added]:
    """Of large tables that live has; whether it matters is for PostgreSQL to say."""
    found = []
    for piece in pieces:
        form = form_of(piece.statement) if " ADD COLUMN " in piece.statement and not piece.span else None
        if form is None or form.actions != ("AT_AddColumn",) or not online.is_large(form.relation):
            continue
        column = target.objects.get(Ident("column", *form.relation, _name(piece.statement)))
        if column and any(column.facts.get(fact) for fact in ("default", "identity", "generated")):
            reason = online.unfilled.get(form.relation, "") or _reason(column)
            found.append(Added(column, piece.statement, table(live, *form.relation).key, reason))
    return found


def _name(statement: str) -> str:
    """The form of ADD COLUMN does not tell it."""
    import pgparse

    command = pgparse.parse(statement)[0]["stmt"]["AlterTableStmt"]["cmds"][0]["AlterTableCmd"]
    return str(command["def"]["ColumnDef"]["colname"])


def _reason(column: CatalogObject) -> str:
    if column.facts.get("default") is None:
        return "its values are computed" if column.facts.get("generated") else "its values are numbers of its own"
    return ""


def filled(each: Added, online: Online) -> Swap:
    """The column without default, which new rows get at once; the old ones in batches; NOT NULL when all have it."""
    column, relation = each.column, (each.column.ident.schema, each.column.ident.name)
    name = identifier(column.ident.part)
    bare = column._replace(facts={**column.facts, "default": None})
    default = f"{columns.altering(column)} SET DEFAULT {column.facts['default']}"
    condition = marked(f"t.{name} is null")
    drafts = [
        Draft(Phase.EXPAND, (*columns.add(bare, nullable=True), default), relation, alone=True),
        Draft(
            Phase.FILL,
            (f"update {each.table} as t set {name} = default\nwhere {condition}",),
            relation,
            f"fill {name} of {each.table} with its default",
            undo=Undo(UndoKind.LOSSLESS, why="the column goes"),
            alone=True,
            rows=True,
            batch=Batch(each.table, each.key, online.batch),
        ),
    ]
    if column.facts.get("not_null"):
        statement = f"{columns.altering(column)} SET NOT NULL"
        drafts += by_check(statement, form_of(statement))
    return Swap(frozenset({each.statement}), tuple(drafts[:-1]), drafts[-1])
