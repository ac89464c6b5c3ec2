"""The way back of an applied plan: the undo of the steps that ran, the last one first.

What was kept aside returns where nothing newer is in its place. In the SQL below `k` is a row of a quarantine table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from difftool.model.catalog import Catalog, Ident
from difftool.model.foreign_key import Column, ForeignKey, Table
from difftool.model.plan import Plan, Probe, Step, UndoKind
from difftool.model.quarantine import Kept
from difftool.planning import quarantine
from difftool.planning.foreign_keys import foreign_key, table
from difftool.planning.ledger_sql import kept_names
from difftool.planning.unique_keys import UniqueKey, is_taken, unique_keys
from difftool.sql.quote import identifier, literal, qualified

ABOUT = "are kept aside and cannot return: their key or unique value is taken, or what they refer to is gone"


@dataclass(frozen=True, slots=True)
class Restore:
    """A quarantine table that the way back empties. `column` is the one that was overwritten or dropped, if any."""

    kept: Kept
    table: Table
    column: str
    conflict: str
    """a condition on `k`: something newer is where it would return to, or what it refers to is gone; empty = never"""
    only: str
    """a condition on `k` under which it can return; empty where that takes care of itself"""
    row: str
    """a condition on `k`: the row to which its value returns is there, as the plan left it; empty = not to be told"""

    @property
    def subject(self) -> str:
        where = self.kept.table if self.kept.schema == "public" else f"{self.kept.schema}.{self.kept.table}"
        return f"{where}.{self.column}" if self.column else where


def restored_names(steps: Iterable[Step]) -> tuple[str, ...]:
    """The quarantine tables from which undoing these steps restores."""
    return kept_names(text for step in steps for text in step.undo.sql if quarantine.is_restore(text))


def undone(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps that have a way back, the last one first; without what would return from where nothing was kept yet."""
    kept = set(kept_names(text for step in steps for text in step.sql))
    done = {text for step in steps for text in step.catch_up}  # a trigger of ours that is gone again
    ways = (
        replace(
            step, undo=replace(step.undo, sql=tuple(t for t in step.undo.sql if _has_come(t, kept) and t not in done))
        )
        for step in reversed(steps)
        if step.undo.kind is not UndoKind.IRREVERSIBLE
    )
    return tuple(step for step in ways if step.undo.sql)


def _has_come(statement: str, kept: Collection[str]) -> bool:
    return not quarantine.is_restore(statement) or kept_names([statement])[0] in kept


def restores(kept: Sequence[Kept], now: Catalog, old: Catalog) -> tuple[Restore, ...]:
    """How each returns to the `old` catalog, and what must hold for that.

    Those are the keys and foreign keys that are there both now and then, and the foreign keys that are made again
    for columns that come back.
    """
    both = {ident: thing for ident, thing in now.objects.items() if ident in old.objects}
    new = {ident: thing for ident, thing in old.objects.items() if ident.kind != "constraint" or ident not in both}
    here = {(i.schema, i.name, i.part) for i in now.objects if i.kind == "column"}
    rows = {(k.schema, k.table): k for k in kept if k.kind == "rows"}
    found = []
    for each in kept:
        stored, column = _stored(each, table(now, each.schema, each.table).key)
        names = (*stored.key, column) if column else each.stored
        if not _retyped(stored, column, now) and all((each.schema, each.table, name) in here for name in names):
            found.append(_restore(each, stored, column, replace(now, objects=both), rows))
        else:
            there = column and all((each.schema, each.table, k) in here for k in stored.key)
            row = _row(stored, column if _retyped(stored, column, now) else "") if there else ""
            foreign = _foreign_keys(replace(old, objects=new), stored) if column else []
            gone = _any([_parent_is_gone(stored, column, fk, kept) for fk in foreign if fk.columns == (column,)])
            found.append(Restore(each, stored, column, gone, f"not {gone}" if gone else "", row))
    return tuple(found)


def _retyped(stored: Table, column: str, now: Catalog) -> bool:
    """Whether the column has another type until the way back gives it the one of its kept values."""
    here = now.objects.get(Ident("column", stored.schema, stored.name, column))
    return here is not None and here.facts["type"] != stored.column(column).type


def _restore(kept: Kept, stored: Table, column: str, both: Catalog, parents: Mapping[tuple[str, str], Kept]) -> Restore:
    keys = [k for k in unique_keys(both, kept.schema, kept.table) if _may_clash(k, stored, column)]
    foreign = [fk for fk in _foreign_keys(both, stored) if not column or column in fk.columns]
    missing = [
        _parent_is_missing(stored, column, fk, parents.get((fk.parent_schema, fk.parent_name))) for fk in foreign
    ]
    itself = parents.get((kept.schema, kept.table))
    returns = [
        _parent_is_missing(stored, column, fk, itself if fk.parent_name == kept.table else None) for fk in foreign
    ]
    taken = [_is_taken(stored, column, k) for k in keys]
    stays = returns + taken if column else returns  # rows whose key is taken are left by ON CONFLICT
    row = _row(stored, column) if column else ""
    return Restore(kept, stored, column, _any(taken + missing), f"not {_any(stays)}" if stays else "", row)


def _row(stored: Table, column: str = "") -> str:
    """That the row is there, and `column` of it still as the plan left it."""
    same = f" and t.{identifier(column)}::text is not distinct from k.{identifier('now_' + column)}::text"
    there = f"{quarantine.source(stored)} as t where {_same_row(stored, 't')}"
    return f"exists (select from {there}{same if column else ''})"


def _parent_is_gone(stored: Table, column: str, fk: ForeignKey, kept: Sequence[Kept]) -> str:
    """For a foreign key whose columns are made again, on either side: valid before, between and after.

    The parent's column may not be there yet, so it is read by name; until then its values are kept aside.
    """
    value, (theirs,) = _value(stored, column, column), fk.refers_to
    parent = qualified(fk.parent_schema, fk.parent_name)
    places = [f"{parent} as p where to_jsonb(p) ->> {literal(theirs)} = {value}::text"]
    for each in kept:
        if (each.schema, each.table) == (fk.parent_schema, fk.parent_name) and f"was_{theirs}" in each.stored:
            same = _same_row(_stored(each, ())[0], "p", "q")
            was = f"q.{identifier('was_' + theirs)}::text = {value}::text"
            places.append(f"{parent} as p, {each.name} as q where {was} and {same}")
        if (each.kind, each.schema, each.table) == ("rows", fk.parent_schema, fk.parent_name) and theirs in each.stored:
            places.append(f"{each.name} as q where q.{identifier(theirs)}::text = {value}::text")
    missing = " and ".join(f"not exists (select from {place})" for place in places)
    return f"({value} is not null and {missing})"


def _stored(kept: Kept, key: tuple[str, ...]) -> tuple[Table, str]:
    """The source as far as it is kept, and the column whose values are."""
    column = ""
    if kept.kind == "values":
        column = next(name.removeprefix("was_") for name in kept.stored if name.startswith("was_"))
        key = tuple(name.removeprefix("key_") for name in kept.stored if name.startswith("key_"))
    names = (*key, column) if column else kept.stored
    return Table(kept.schema, kept.table, tuple(Column(n, kept.columns[n]) for n in names), key), column


def _any(conditions: Sequence[str]) -> str:
    return f"({' or '.join(conditions)})" if conditions else ""


def _foreign_keys(catalog: Catalog, child: Table) -> list[ForeignKey]:
    return [
        foreign_key(thing, catalog)
        for ident, thing in sorted(catalog.objects.items())
        if (ident.kind, ident.schema, ident.name) == ("constraint", child.schema, child.name)
        and thing.facts.get("type") == "foreign key"
    ]


def _value(stored: Table, column: str, name: str) -> str:
    """What the column `name` of the row will hold once `k` has returned."""
    if not column:
        return quarantine.back(f"k.{identifier(name)}", stored.column(name))
    if name == column:
        return quarantine.back(f"k.{identifier('was_' + name)}", stored.column(name))
    return f"(select r.{identifier(name)} from {quarantine.source(stored)} as r where {_same_row(stored, 'r')})"


def _same_row(stored: Table, alias: str, kept: str = "k") -> str:
    pairs = ((part, stored.column(part)) for part in stored.key)
    return " and ".join(
        f"{alias}.{identifier(part)} = {quarantine.back(f'{kept}.' + identifier('key_' + part), column)}"
        for part, column in pairs
    )


def _may_clash(key: UniqueKey, stored: Table, column: str) -> bool:
    """Of a whole row, what the key is made of is known but for generated columns."""
    known = {each.name for each in stored.columns}
    return column in key.uses if column else set(key.uses) <= known


def _is_taken(stored: Table, column: str, key: UniqueKey) -> str:
    other = f"not ({_same_row(stored, 't')})" if column else ""
    values = {name: _value(stored, column, name) for name in key.uses}
    return is_taken(key, quarantine.source(stored), values, other)


def _parent_is_missing(stored: Table, column: str, fk: ForeignKey, returning: Kept | None) -> str:
    """MATCH SIMPLE; `returning` holds rows of the parent that come back before."""
    values = {theirs: _value(stored, column, ours) for theirs, ours in zip(fk.refers_to, fk.columns, strict=True)}
    filled = [f"{value} is not null" for value in values.values()]
    found = " and ".join(f"p.{identifier(name)} = {value}" for name, value in values.items())
    parents = [qualified(fk.parent_schema, fk.parent_name)]
    if returning:
        types = returning.columns
        casts = {n: quarantine.back(f"p.{identifier(n)}", Column(n, types[n])) for n in values}
        also = " and ".join(f"{casts[name]} = {value}" for name, value in values.items())
        filled.append(f"not exists (select from {returning.name} as p where {also})")
    return f"({' and '.join(filled)} and not exists (select from {parents[0]} as p where {found}))"


def conflicts(restore: Restore) -> Probe:
    """Counts what would return but cannot; what a newer value has replaced does not want to return."""
    wanted = f" and {restore.row}" if restore.row else ""
    return Probe(f"select count(*) from {restore.kept.name} as k where {restore.conflict or 'false'}{wanted}", 0, ABOUT)


def came_since(restore: Restore) -> str:
    """A condition on `t`, a row of the source: nothing is kept of it."""
    return f"not exists (select from {restore.kept.name} as k where {_same_row(restore.table, 't')})"


def newer(restore: Restore) -> str:
    """Counts the values whose row was deleted, or changed again, since the plan ran."""
    wanted = f"not {restore.row}" if restore.row else "false"
    return f"select count(*) from {restore.kept.name} as k where {wanted}"


def remaining(ran: Iterable[Step]) -> tuple[str, ...]:
    """Sentences about the steps that cannot be undone."""
    return tuple(
        f"step {step.id} stays as it is: {step.undo.why or 'there is no way back from it'}"
        for step in ran
        if step.undo.kind is UndoKind.IRREVERSIBLE
    )


def key_of(plan: Plan) -> str:
    """Names what the way back of a plan keeps aside itself."""
    return hashlib.sha256(f"back {plan.digest}".encode()).hexdigest()[:12]
