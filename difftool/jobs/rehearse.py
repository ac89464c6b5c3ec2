"""The final list, on a fresh clone of live, with apply's own executor: there, and back again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from difftool.diff.compare import roots
from difftool.diff.proposal import Proposal
from difftool.jobs.converge import converge
from difftool.jobs.convert import converted
from difftool.jobs.goal import Goal, goal_of, with_labels
from difftool.jobs.measure import Measured, measuring, touched
from difftool.jobs.proof import proof_of
from difftool.model.catalog import CLASSES, EVERYTHING
from difftool.model.change import Change, Verb
from difftool.model.plan import Probe, Proof, Step, Undo, UndoKind
from difftool.pg.execute import Conditions
from difftool.pg.shadow import Shadow
from difftool.planning.draft import Data, Draft
from difftool.planning.undo import Backward, Forward, returning_last, undo_of
from difftool.report.sentences import change_sentence

UNASKED = frozenset({*CLASSES, "default", "statistics", "storage", "compression", "options"})
"""facts that may change whatever the rows hold"""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """`stray` are objects outside the scope that a step changed: such a plan is refused."""

    steps: tuple[Step, ...]
    proof: Proof
    stray: tuple[str, ...]


def rehearse(
    shadow: Shadow, before: Goal, target: Goal, drafts: Sequence[Draft], data: Data, conditions: Conditions
) -> Rehearsed:
    """Measure the drafts, find the way back, then run both as they will be run.

    Raises what the statements raise: psycopg2.Error, or a DifftoolError of the executor.
    """
    origin = replace(with_labels(before, target), comparing=EVERYTHING)
    given = (target, drafts, conditions.search_path, data.asserts)
    with (
        _with_new_names(shadow, before, target, origin, data) as named,
        measuring(shadow, before, *given) as (measured, session, reached),
    ):
        returned = converted(session, named, ((each.about, each.back) for each in reversed(data.conversions)))
        back = (*returned, *converge(session, named, None if returned else reached))
    steps = tuple(step_of(number, each, data) for number, each in enumerate(measured, 1))
    steps = _with_undo(steps, measured, back, data)
    proof = proof_of(shadow, origin, target, steps, conditions)
    return Rehearsed(steps, proof, tuple(sorted({name for each in measured for name in each.stray})))


@contextmanager
def _with_new_names(shadow: Shadow, before: Goal, target: Goal, origin: Goal, data: Data) -> Iterator[Goal]:
    """Where the way back of all but the renames leads to: they ran first, and are taken back last."""
    renames = _renames(data)
    if not renames:
        yield origin
        return
    with shadow.copied(before.scratch) as scratch:
        with scratch.open() as session:
            for statement in (text for draft in renames for text in draft.statements):
                session.execute(statement)
        renamed = goal_of(scratch, before.scope, before.comparing)
        yield replace(with_labels(renamed, target), comparing=EVERYTHING, applier=before.applier)


def _renames(data: Data) -> tuple[Draft, ...]:
    return tuple(draft for draft in data.prelude if draft.undo and draft.undo.sql)


def step_of(number: int, each: Measured, data: Data) -> Step:
    draft = each.draft
    return Step(
        id=number,
        phase=draft.phase,
        title=draft.title or _title(each),
        sql=draft.statements,
        undo=draft.undo or _kind_of_undo(each),
        probes=_probes(each, data),
        locks={**each.locks, **draft.documented_locks},
        rewrites=each.rewrites,
        touches=touched(each.changes),
        after=each.after,
        transaction=draft.transaction,
        rows=draft.rows,
        batch=draft.batch,
        catch_up=draft.catch_up,
    )


def _probes(each: Measured, data: Data) -> tuple[Probe, ...]:
    """Its own, and those of what it changes."""
    guarded = (str(change.ident) for change in each.changes if _may_fail(change))
    askable = each.askable - each.draft.asked
    found = (data.asserts[name] for name in guarded if name in askable)
    return tuple(dict.fromkeys((*each.draft.probes, *found)))


def _may_fail(change: Change) -> bool:
    """Whether rows can be in its way: a column that is only added has nothing to hold yet, and a default asks no row.

    What is asked about an object concerns one of its changes: before the others a rule may not have run yet.
    """
    if change.verb is Verb.CREATE:
        return change.ident.kind != "column"
    loosened = {name for name, (_, now) in change.facts.items() if name == "not_null" and not now}
    return change.verb is Verb.ALTER and bool(change.facts.keys() - UNASKED - loosened)


def _kind_of_undo(each: Measured) -> Undo:
    if any(change.ident.kind == "enum" and "labels" in change.facts for change in each.changes):
        return Undo(UndoKind.IRREVERSIBLE, why="PostgreSQL cannot take a label out of an enum: the way back leaves it")
    return Undo(UndoKind.LOSSLESS)


def _title(each: Measured) -> str:
    sentences = [change_sentence(change) for change in roots(each.changes)]
    if not sentences:
        return each.draft.statements[0].splitlines()[0]
    more = len(sentences) - 2
    return "; ".join(sentences[:2]) + (f"; and {more} more" if more > 0 else "")


def _with_undo(
    steps: tuple[Step, ...], measured: Sequence[Measured], back: Sequence[Proposal], data: Data
) -> tuple[Step, ...]:
    """Each statement of the way back, given to the step that it undoes."""
    forward = [
        Forward(
            step.id,
            frozenset() if each.draft in _renames(data) else _names(each),
            bool(step.undo.sql),
            _names(each, Verb.CREATE),
            _names(each, Verb.ALTER),
        )
        for step, each in zip(steps, measured, strict=True)
    ]
    backward = [Backward(text, proposal.about) for proposal in back for text in proposal.statements]
    undo = undo_of(forward, backward, data.comebacks)
    told = frozenset(each.id for each in forward if each.told)
    return returning_last(
        tuple(step if step.id in told else _undone(step, tuple(undo[step.id]), data) for step in steps),
        told,
    )


def _undone(step: Step, sql: tuple[str, ...], data: Data) -> Step:
    kept = step.undo.kind is UndoKind.LOSSLESS and any(name in data.comebacks for name in step.touches)
    return replace(step, undo=replace(step.undo, kind=UndoKind.QUARANTINE if kept else step.undo.kind, sql=sql))


def _names(each: Measured, *verbs: Verb) -> frozenset[str]:
    return frozenset(str(change.ident) for change in each.changes if change.verb in (verbs or Verb))
