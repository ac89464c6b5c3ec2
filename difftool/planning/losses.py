"""What a change would lose: rows of tables, values of columns and attributes."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.diff.compare import roots
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.model.plan import Probe
from difftool.planning.probes.casts import between
from difftool.planning.probes.rows import Sides, stored_columns
from difftool.planning.questions import Question
from difftool.sql.quote import identifier, qualified


def loses_data(change: Change, live: Catalog, target: Catalog) -> bool:
    """Whether a statement for it may destroy rows or values without an error: it drops, computes or casts them."""
    if change.verb is Verb.DROP:
        return change.ident.kind in _STORED
    computed = "generated" in change.facts and not change.facts["generated"][0]
    return (change.ident.kind == "column" and computed) or _cuts(change, Sides(live, target))


_STORED = ("table", "column", "sequence", "materialized_view")


def _cuts(change: Change, sides: Sides) -> bool:
    """Another type by an explicit cast, as of `text` to `varchar(5)`, which keeps of a value what fits."""
    if change.verb is not Verb.ALTER or "type" not in change.facts or not change.after:
        return False
    in_table = change.after.parent is not None and change.after.parent.kind == "table"
    if change.after.facts.get("generated") or not (change.ident.kind == "domain" or in_table):
        return False
    had, wanted = change.facts["type"]
    return bool(between("v", str(had), str(wanted), sides).changes)


def losses(changes: tuple[Change, ...], live: Catalog) -> tuple[Question, ...]:
    """What dropping would lose, counted before it: one question for each table or column that goes.

    One too for each column of a composite type and each attribute of it that goes.
    `subject` is the object as `Step.touches` names it.
    What PostgreSQL derives from other rows is no loss: generated columns, views, materialized views, indexes.
    Columns of a partition or heir are told by their parent.
    """
    dropped = (
        _lost(change.ident)
        for change in roots(changes)
        if change.verb is Verb.DROP and change.before and _holds_data(change.before)
    )
    return (*dropped, *(question for change in changes for question in _lost_attributes(change, live)))


def _lost_attributes(change: Change, live: Catalog) -> Iterator[Question]:
    if change.ident.kind != "type" or not change.after:
        return
    before, after = ([item["name"] for item in side or ()] for side in change.facts.get("attributes", ((), ())))
    for name in (name for name in before if name not in after):
        for table, column in stored_columns(live, change.after.address):
            yield _lost_attribute(change.ident, name, table, column)


def _lost_attribute(kind: Ident, name: str, table: Ident, column: CatalogObject) -> Question:
    part, attribute = f"t.{identifier(column.ident.part)}", identifier(name)
    held = f"({part}).{attribute} is not null"
    if column.facts["type"].endswith("[]"):
        held = f"exists (select from unnest({part}) as e where e.{attribute} is not null)"
    where = f"{qualified(table.schema, table.name)} as t"
    what = f"have a value in attribute {name} of {column.ident.part}, which is dropped: the way back leaves it empty"
    probe = Probe(f"select count(*) from {where} where {held}", 0, what)
    return Question(kind, table, probe, str(kind), f"select count(*) from {where}")


def _holds_data(thing: CatalogObject) -> bool:
    if thing.ident.kind == "table":
        return True
    facts = thing.facts
    own = facts.get("local", True) and not facts.get("generated")
    return thing.ident.kind == "column" and thing.parent is not None and thing.parent.kind == "table" and bool(own)


def _lost(ident: Ident) -> Question:
    table = qualified(ident.schema, ident.name)
    where = f" where {identifier(ident.part)} is not null" if ident.kind == "column" else ""
    what = f"have a value in {ident.part}, which is dropped" if where else "are dropped with the table"
    probe = Probe(f"select count(*) from {table}{where}", 0, what)
    holder = Ident("table", ident.schema, ident.name)
    return Question(ident, holder, probe, str(ident), f"select count(*) from {table}")
