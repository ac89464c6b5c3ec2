"""The way back of an applied plan: the undo of the steps that ran, the last one first.

What was kept aside returns where nothing newer is in its place. In the SQL below `k` is a row of a quarantine table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from difftool.model.catalog import Catalog
from difftool.model.foreign_key import Column, ForeignKey, Table
from difftool.model.plan import Phase, Plan, Probe, Step, Undo, UndoKind
from difftool.model.quarantine import Kept
from difftool.planning import quarantine
from difftool.planning.draft import Draft
from difftool.planning.foreign_keys import foreign_key, table
from difftool.planning.forms import dropped_by, form_of, phase_of
from difftool.planning.ledger_sql import kept_names
from difftool.planning.unique_keys import unique_keys
from difftool.sql.quote import identifier, qualified

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
    there: bool
    """whether the place to which it returns is there now, or is made again first"""

    @property
    def subject(self) -> str:
        where = self.kept.table if self.kept.schema == "public" else f"{self.kept.schema}.{self.kept.table}"
        return f"{where}.{self.column}" if self.column else where


def restored_names(steps: Iterable[Step]) -> tuple[str, ...]:
    """The quarantine tables from which undoing these steps restores."""
    return kept_names(text for step in steps for text in step.undo.sql if quarantine.is_restore(text))


def undone(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps that have a way back, the last one first."""
    return tuple(step for step in reversed(steps) if step.undo.sql and step.undo.kind is not UndoKind.IRREVERSIBLE)


def restores(kept: Sequence[Kept], now: Catalog, old: Catalog) -> tuple[Restore, ...]:
    """Keys and foreign keys that hold both now and in the `old` catalog, to which the plan leads back, must hold."""
    both = {ident: thing for ident, thing in now.objects.items() if ident in old.objects}
    parents = {(k.schema, k.table): k for k in kept if k.kind == "rows"}
    return tuple(_restore(each, replace(now, objects=both), parents) for each in kept)


def _restore(kept: Kept, both: Catalog, parents: Mapping[tuple[str, str], Kept]) -> Restore:
    source = table(both, kept.schema, kept.table)
    stored, column = _stored(kept, source.key)
    if not {*stored.key, *([column] if column else kept.stored)} <= {each.name for each in source.columns}:
        return Restore(kept, stored, column, "", "", there=False)
    keys = [k for k in unique_keys(both, kept.schema, kept.table) if not column or column in k]
    foreign = [fk for fk in _foreign_keys(both, source) if not column or column in fk.columns]
    missing = [
        _parent_is_missing(stored, column, fk, parents.get((fk.parent_schema, fk.parent_name))) for fk in foreign
    ]
    itself = parents.get((kept.schema, kept.table))
    returns = [
        _parent_is_missing(stored, column, fk, itself if fk.parent_name == kept.table else None) for fk in foreign
    ]
    taken = [_is_taken(stored, column, k) for k in keys]
    stays = returns + taken if column else returns  # rows whose key is taken are left by ON CONFLICT
    return Restore(kept, stored, column, _any(taken + missing), f"not {_any(stays)}" if stays else "", there=True)


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


def _same_row(stored: Table, alias: str) -> str:
    pairs = ((part, stored.column(part)) for part in stored.key)
    return " and ".join(
        f"{alias}.{identifier(part)} = {quarantine.back('k.' + identifier('key_' + part), column)}"
        for part, column in pairs
    )


def _is_taken(stored: Table, column: str, key: Collection[str]) -> str:
    same = [f"t.{identifier(name)} = {_value(stored, column, name)}" for name in key]
    other = [f"not ({_same_row(stored, 't')})"] if column else []
    return f"exists (select from {quarantine.source(stored)} as t where {' and '.join(same + other)})"


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
    wanted = f" and {_is_unchanged(restore)}" if restore.column else ""
    return Probe(f"select count(*) from {restore.kept.name} as k where {restore.conflict or 'false'}{wanted}", 0, ABOUT)


def newer(restore: Restore) -> str:
    """Counts the values whose row was deleted, or changed again, since the plan ran."""
    wanted = f"not {_is_unchanged(restore)}" if restore.column else "false"
    return f"select count(*) from {restore.kept.name} as k where {wanted}"


def _is_unchanged(restore: Restore) -> str:
    if not restore.there:
        return "true"
    name, row = restore.column, f"{quarantine.source(restore.table)} as t where {_same_row(restore.table, 't')}"
    same = f"t.{identifier(name)}::text is not distinct from k.{identifier('now_' + name)}::text"
    return f"exists (select from {row} and {same})"


def drafts(ran: Sequence[Step], restoring: Sequence[Restore], probes: Collection[Probe]) -> tuple[Draft, ...]:
    """A step for each one that is undone. Of the restores' conflicts, those among `probes` stop it.

    What conflicts and does not stop it stays aside.
    """
    by_name = {each.kept.name: each for each in restoring}
    return tuple(_draft(step, ran, by_name, probes) for step in undone(ran))


def _draft(step: Step, ran: Sequence[Step], by_name: Mapping[str, Restore], probes: Collection[Probe]) -> Draft:
    mine = [by_name[name] for name in restored_names([step])]
    statements = tuple(_with_conditions(text, by_name) for text in step.undo.sql)
    quarantined = step.undo.kind is UndoKind.QUARANTINE
    return Draft(
        phase=Phase.FILL if mine else phase_of(form_of(statements[0])),
        statements=statements,
        title=f"take back step {step.id}: {step.title}",
        probes=tuple(probe for each in mine if each.conflict and (probe := conflicts(each)) in probes),
        undo=Undo(UndoKind.QUARANTINE if quarantined else UndoKind.LOSSLESS, _done_again(step, ran)),
        transaction=step.transaction,
        alone=True,
        rows=bool(mine),
    )


def _with_conditions(statement: str, by_name: Mapping[str, Restore]) -> str:
    if not quarantine.is_restore(statement):
        return statement
    each = by_name[kept_names([statement])[0]]
    return quarantine.restricted(statement, each.only) if each.only else statement


def _done_again(step: Step, ran: Sequence[Step]) -> tuple[str, ...]:
    """The step's own SQL, and that of the steps after it whose undo is part of this one's."""
    after = [each for each in ran if each.id > step.id]
    end = next((each.id for each in after if each in undone(ran)), None)
    return (*step.sql, *(text for each in after if end is None or each.id < end for text in each.sql))


def keeping(drafts: Iterable[Draft], before: Mapping[str, tuple[str, ...]]) -> tuple[Draft, ...]:
    """What came since into a table or column that goes is kept aside in the same transaction, right before."""
    return tuple(_keeping(draft, before) for draft in drafts)


def _keeping(draft: Draft, before: Mapping[str, tuple[str, ...]]) -> Draft:
    kept = {text: _kept_first(text, before) for text in draft.statements}
    statements = tuple(each for text in draft.statements for each in (*kept[text], text))
    return replace(draft, statements=statements, rows=draft.rows or any(kept.values()))


def _kept_first(statement: str, before: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(text for name in dropped_by(form_of(statement)) for text in before.get(name, ()))


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
