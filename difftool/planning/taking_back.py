"""The steps of a rollback: each undoes one that ran, the last one first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from difftool.model.plan import Batch, Phase, Probe, Step, Undo, UndoKind
from difftool.planning import quarantine
from difftool.planning.draft import Draft, Relation
from difftool.planning.forms import dropped_by, form_of, phase_of
from difftool.planning.ledger_sql import kept_names
from difftool.planning.transactions import may_share
from difftool.planning.way_back import Restore, conflicts, restored_names, undone


def drafts(
    ran: Sequence[Step], restoring: Sequence[Restore], probes: Collection[Probe], batches: Mapping[Relation, Batch]
) -> tuple[Draft, ...]:
    """A step for each one that is undone. Of the restores' conflicts, those among `probes` stop it.

    What conflicts and does not stop it stays aside. Values of a table with a batch return in batches.
    """
    by_name = {each.kept.name: each for each in restoring}
    return tuple(draft for step in undone(ran) for draft in _drafts(step, ran, by_name, probes, batches))


def _drafts(
    step: Step,
    ran: Sequence[Step],
    by_name: Mapping[str, Restore],
    probes: Collection[Probe],
    batches: Mapping[Relation, Batch],
) -> Iterator[Draft]:
    mine = [by_name[name] for name in restored_names([step])]
    whole = _draft(step, ran, mine, by_name, probes)
    first = tuple(text for text in whole.statements if not quarantine.is_restore(text))
    restores = whole.statements[len(first) :]
    batch = _batch(mine, batches)
    if not batch or whole.statements[: len(first)] != first or any(map(_holds_on, first)):
        yield whole
        return
    if first:
        yield replace(whole, phase=phase_of(form_of(first[0])), statements=first, probes=(), rows=False)
    undo = Undo(UndoKind.QUARANTINE) if first else whole.undo
    in_parts = tuple(quarantine.marked_restore(text, mine[0].table) for text in restores)
    yield replace(whole, statements=in_parts, undo=undo, batch=batch)


def _draft(
    step: Step, ran: Sequence[Step], mine: Sequence[Restore], by_name: Mapping[str, Restore], probes: Collection[Probe]
) -> Draft:
    statements = tuple(_with_conditions(text, by_name) for text in step.undo.sql)
    quarantined = step.undo.kind is UndoKind.QUARANTINE
    return Draft(
        phase=Phase.FILL if mine else phase_of(form_of(statements[0])),
        statements=statements,
        title=f"take back step {step.id}: {step.title}",
        probes=tuple(probe for each in mine if each.conflict and (probe := conflicts(each)) in probes),
        undo=Undo(UndoKind.QUARANTINE if quarantined else UndoKind.LOSSLESS, _done_again(step, ran)),
        transaction=may_share(statements),
        alone=True,
        rows=bool(mine),
    )


def _batch(mine: Sequence[Restore], batches: Mapping[Relation, Batch]) -> Batch | None:
    """Where values, and of one table alone, return."""
    tables = {(each.table.schema, each.table.name) for each in mine}
    return batches.get(tables.pop()) if len(tables) == 1 and all(each.column for each in mine) else None


def _holds_on(statement: str) -> bool:
    """Whether it must commit with what follows: a column that comes back is not to be seen without its values."""
    return form_of(statement).actions != ("AT_DropConstraint",)


def _with_conditions(statement: str, by_name: Mapping[str, Restore]) -> str:
    if not quarantine.is_restore(statement):
        return statement
    each = by_name[kept_names([statement])[0]]
    return quarantine.restricted(statement, each.only) if each.only else statement


def _done_again(step: Step, ran: Sequence[Step]) -> tuple[str, ...]:
    """The step's own SQL, and that of the steps after it whose undo is part of this one's."""
    after = [each for each in ran if each.id > step.id]
    with_a_way_back = {each.id for each in undone(ran)}
    end = next((each.id for each in after if each.id in with_a_way_back), None)
    again = [step, *(each for each in after if end is None or each.id < end)]
    return tuple(text for each in again for text in (*each.catch_up, *each.sql))


def keeping(drafts: Iterable[Draft], before: Mapping[str, tuple[str, ...]]) -> tuple[Draft, ...]:
    """What came since into a table or column that goes is kept aside in the same transaction, right before."""
    return tuple(_keeping(draft, before) for draft in drafts)


def _keeping(draft: Draft, before: Mapping[str, tuple[str, ...]]) -> Draft:
    kept = {text: _kept_first(text, before) for text in draft.statements}
    statements = tuple(each for text in draft.statements for each in (*kept[text], text))
    return replace(draft, statements=statements, rows=draft.rows or any(kept.values()))


def _kept_first(statement: str, before: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(text for name in dropped_by(form_of(statement)) for text in before.get(name, ()))


def asking_first(drafts: Sequence[Draft], probes: Iterable[Probe]) -> tuple[Draft, ...]:
    """What is about the rows as they are now can only be asked before the first step."""
    return tuple(
        replace(draft, probes=(*draft.probes, *probes)) if number == 0 else draft for number, draft in enumerate(drafts)
    )
