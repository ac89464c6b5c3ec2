"""Proven statements become steps: what commits together, in which phase, with the data rules in their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from difftool.model.plan import Phase, Undo, UndoKind
from difftool.planning.draft import Cleaning, Data, Draft, Piece, Relation
from difftool.planning.forms import Form, endangered_by, form_of, numbered_by, phase_of
from difftool.planning.merged import merged
from difftool.planning.rewrites import PLAIN, Online
from difftool.planning.rewrites.partitions_key import by_partition
from difftool.planning.rewrites.swap import framed, placed
from difftool.sql.quote import identifier, qualified

_ORDER = tuple(Phase)


def weave(
    pieces: Sequence[Piece], existing: frozenset[Relation], data: Data, online: Online = PLAIN
) -> tuple[Draft, ...]:
    """Drafts in the order in which the statements ran, in online forms where `existing` relations are in use."""
    drafts = [*data.prelude, *data.drafts]
    swaps = placed(pieces, online.swaps)
    for number, piece in enumerate(pieces):
        drafts += framed(_drafts_of(piece, existing, data, online), number, piece, swaps)
    return tuple(drafts)


def by_phase(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """The preferred order; whether it holds is for the rehearsal to say."""
    return grouped(sorted(drafts, key=lambda draft: _ORDER.index(draft.phase)))


def grouped(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """Neighbours of one phase and one relation commit together, unless one of them must be alone."""
    steps: list[Draft] = []
    for draft in drafts:
        last = steps[-1] if steps else None
        if last and _together(last, draft):
            steps[-1] = _joined(last, draft)
        else:
            steps.append(draft)
    return tuple(replace(step, statements=merged(step.statements)) for step in steps)


def one_by_one(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """The very order that ran, nothing together but what must be."""
    steps: list[Draft] = []
    for draft in drafts:
        if steps and draft.relation[0] == "span" and steps[-1].relation == draft.relation:
            steps[-1] = _joined(steps[-1], draft)
        else:
            steps.append(draft)
    return tuple(steps)


def _joined(one: Draft, other: Draft) -> Draft:
    title, asked = one.title or other.title, one.asked | other.asked
    return replace(one, statements=one.statements + other.statements, title=title, asked=asked)


def _together(one: Draft, other: Draft) -> bool:
    return (
        (one.phase, one.relation) == (other.phase, other.relation)
        and not (one.alone or other.alone)
        and one.transaction
        and other.transaction
    )


def _drafts_of(piece: Piece, existing: frozenset[Relation], data: Data, online: Online) -> list[Draft]:
    form = form_of(piece.statement)
    kept = next((data.before[name] for name in endangered_by(form) if name in data.before), ())
    settled = data.settling.get(numbered_by(form, piece.statement))  # under the lock that the statement has taken
    statements = (*kept, piece.statement, *((settled,) if settled else ()))
    if piece.span:
        return [Draft(Phase.SWAP, statements, ("span", str(piece.span)), rows=bool(kept))]
    if form.relation not in existing:
        return [Draft(_phase_of_new(form), statements, alone=piece.alone, transaction=form.transaction)]
    if form.constraint == "CONSTR_FOREIGN" and "AT_AddConstraint" in form.actions:
        cleaning = data.cleanings.get(form.member)
        if form.relation in online.whole:
            partitions = online.partitions.get(form.relation, ()) if online.is_large(form.relation) else ()
            if partitions and not cleaning and (drafts := by_partition(piece.statement, form, partitions)):
                return drafts
            return _whole_key(piece.statement, form, cleaning)
        return _foreign_key(piece.statement, form, cleaning)
    rewritten = [] if kept or piece.alone else online.drafts(piece.statement, form)
    return rewritten or [
        Draft(phase_of(form), statements, form.relation, alone=piece.alone, transaction=form.transaction)
    ]


def _phase_of_new(form: Form) -> Phase:
    """What concerns no relation that was there before disturbs nobody: it all belongs to expand, but for drops."""
    return Phase.CONTRACT if form.node == "DropStmt" else Phase.EXPAND


def _foreign_key(statement: str, form: Form, cleaning: Cleaning | None) -> list[Draft]:
    """NOT VALID closes the inflow under a short lock; old rows are mended, then validated without blocking writers.

    https://www.postgresql.org/docs/current/sql-altertable.html, "Notes" on ADD CONSTRAINT … NOT VALID.
    """
    table, name = qualified(*form.relation), identifier(form.member)
    guard = statement if form.not_valid else f"{statement} NOT VALID"
    validate = f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}"
    probes = (cleaning.asserts,) if cleaning else ()
    drafts = [Draft(Phase.GUARD, (guard,), form.relation, alone=True)]
    if cleaning:
        drop = f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}"
        drafts = [replace(drafts[0], undo=Undo(UndoKind.LOSSLESS, (drop,))), _undone_after(drop, cleaning.draft)]
    if not form.not_valid:
        title = f"validate {form.member}"
        drafts.append(Draft(Phase.VALIDATE, (validate,), form.relation, title, probes, alone=True))
    return drafts


def _whole_key(statement: str, form: Form, cleaning: Cleaning | None) -> list[Draft]:
    """A partitioned table takes no NOT VALID before PostgreSQL 18: mended first, then added and validated at once."""
    if not cleaning:
        return [Draft(Phase.VALIDATE, (statement,), form.relation, alone=True)]
    drop = f"ALTER TABLE {qualified(*form.relation)} DROP CONSTRAINT IF EXISTS {identifier(form.member)}"
    added = Draft(Phase.VALIDATE, (statement,), form.relation, probes=(cleaning.asserts,), alone=True)
    return [_undone_after(drop, cleaning.draft), added]


def _undone_after(drop: str, cleaning: Draft) -> Draft:
    """Orphans can only be put back when the foreign key is gone, and whoever undoes the cleaning is before that."""
    undo = cleaning.undo or Undo(UndoKind.LOSSLESS)
    return replace(cleaning, undo=replace(undo, sql=(drop, *undo.sql)))
