"""`rename`: never guessed, only declared; it runs first, so that nothing looks like a drop and a create."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from difftool.diff.drops import words
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.plan import Phase, Undo, UndoKind
from difftool.model.profile import DataRule
from difftool.planning.data_rules.contribution import Contribution, Ground
from difftool.planning.draft import Draft
from difftool.sql.quote import identifier, literal, qualified


def contribute(rule: DataRule, ground: Ground, number: Iterator[int]) -> Contribution:  # noqa: ARG001  # keeps nothing
    """Where live has the old name; a label, a column or another part is named `table.part` or `type.label`."""
    new = rule.keys["to"].split(".")[-1].strip('"')
    thing = _named(ground.live, rule.subject)
    if thing:
        return _renamed(thing, new)
    return _label(ground.live, rule.subject, new)


def _renamed(thing: CatalogObject, new: str) -> Contribution:
    ident = thing.ident
    old = ident.part or ident.name
    there, back = _statement(thing, old, new), _statement(thing, new, old)
    successor = ident._replace(part=new) if ident.part else ident._replace(name=new)
    first = _first(f"rename {ident} to {new}", (ident.schema, ident.name), there, back)
    return replace(first, renamed=frozenset({str(ident), str(successor)}), resolves=frozenset({str(successor)}))


def _statement(thing: CatalogObject, old: str, new: str) -> str:
    ident = thing.ident
    if ident.part:
        what = "COLUMN" if ident.kind == "column" else words(ident.kind)
        if ident.kind in ("trigger", "policy", "rule"):
            on = qualified(ident.schema, ident.name)
            return f"ALTER {what} {identifier(old)} ON {on} RENAME TO {identifier(new)}"
        return f"ALTER TABLE {qualified(ident.schema, ident.name)} RENAME {what} {identifier(old)} TO {identifier(new)}"
    kind = "TYPE" if ident.kind in ("enum", "range", "type") else words(ident.kind)
    return f"ALTER {kind} {qualified(ident.schema, old)} RENAME TO {identifier(new)}"


def _label(live: Catalog, subject: str, new: str) -> Contribution:
    *where, label = subject.split(".")
    schema, name = (where[0], where[1]) if len(where) > 1 else ("public", where[0] if where else "")
    enum = live.objects.get(Ident("enum", schema, name))
    if not enum or label not in enum.facts["labels"] or new in enum.facts["labels"]:
        return Contribution()
    change = f"ALTER TYPE {enum.address} RENAME VALUE {{}} TO {{}}"
    there, back = change.format(literal(label), literal(new)), change.format(literal(new), literal(label))
    return _first(f"rename label {label} of {name} to {new}", (schema, name), there, back)


def _first(title: str, relation: tuple[str, str], there: str, back: str) -> Contribution:
    undo = Undo(UndoKind.LOSSLESS, (back,))
    return Contribution(prelude=(Draft(Phase.SWAP, (there,), relation, title, undo=undo, alone=True),))


def _named(live: Catalog, subject: str) -> CatalogObject | None:
    """The object with that name: `name`, `schema.name`, `table.part` or `schema.table.part`; a table before others."""
    parts = tuple(part.strip('"') for part in subject.split("."))
    meant = {
        1: {("public", *parts, "")},
        2: {(*parts, ""), ("public", *parts)},
        3: {parts},
    }.get(len(parts), set())
    found = [
        thing
        for ident, thing in live.objects.items()
        if (ident.schema, ident.name, ident.part) in meant and not thing.notes.get("folded")
    ]
    return min(found, key=lambda thing: (thing.ident.kind != "table", thing.ident), default=None)
