"""The final list, on a fresh clone of live, with apply's own executor: there, and back again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, replace

import psycopg2

from difftool.diff.compare import compare, roots
from difftool.diff.proposal import Proposal
from difftool.diff.scope import within
from difftool.errors import PrivilegeMissing
from difftool.jobs.converge import converge
from difftool.jobs.convert import converted
from difftool.jobs.goal import Goal, with_labels
from difftool.jobs.measure import Measured, measuring, touched
from difftool.model.catalog import EVERYTHING, Catalog, Ident
from difftool.model.change import Verb
from difftool.model.plan import Probe, Proof, Step, Undo, UndoKind
from difftool.pg.archive import Entry
from difftool.pg.catalog.read import read_catalog
from difftool.pg.dump import dump
from difftool.pg.execute import Conditions, run_step
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.pg.stand_in import StandIn, acting, take_over
from difftool.planning.draft import Data, Draft
from difftool.planning.undo import Backward, Forward, undo_of, undoing
from difftool.report.sentences import change_sentence
from difftool.sql.dump_text import normalised

EQUAL = "equal"


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
    with measuring(shadow, before.scratch, *given) as (measured, session):
        returned = converted(session, origin, ((each.about, each.back) for each in reversed(data.conversions)))
        back = (*returned, *converge(session, origin))
    steps = tuple(step_of(number, each, data) for number, each in enumerate(measured, 1))
    steps = _with_undo(steps, measured, back, data)
    proof = proof_of(shadow, origin, target, steps, conditions)
    return Rehearsed(steps, proof, tuple(sorted({name for each in measured for name in each.stray})))


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
    """Its own, and those of what it changes: a column that is only added has nothing to hold yet."""
    guarded = (c for c in each.changes if c.verb is Verb.ALTER or (c.verb is Verb.CREATE and c.ident.kind != "column"))
    found = (data.asserts[name] for change in guarded if (name := str(change.ident)) in each.askable)
    return tuple(dict.fromkeys((*each.draft.probes, *found)))


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
    forward = [Forward(step.id, _names(each), bool(step.undo.sql)) for step, each in zip(steps, measured, strict=True)]
    backward = [Backward(text, proposal.about) for proposal in back for text in proposal.statements]
    undo = undo_of(forward, backward, data.comebacks)
    return tuple(step if step.undo.sql else _undone(step, tuple(undo[step.id]), data) for step in steps)


def _undone(step: Step, sql: tuple[str, ...], data: Data) -> Step:
    kept = step.undo.kind is UndoKind.LOSSLESS and any(name in data.comebacks for name in step.touches)
    return replace(step, undo=replace(step.undo, kind=UndoKind.QUARANTINE if kept else step.undo.kind, sql=sql))


def _names(each: Measured) -> frozenset[str]:
    return frozenset(str(change.ident) for change in each.changes)


def proof_of(shadow: Shadow, before: Goal, target: Goal, steps: tuple[Step, ...], conditions: Conditions) -> Proof:
    """Run them, and back, as the role that will apply. Raises PrivilegeMissing where that may not run one."""
    with _copy(shadow, before.scratch) as scratch:
        with scratch.open() as session:
            take_over(session, before.applier)
            with acting(session, before.applier):
                for step in steps:
                    _run(session, conditions, step, before.applier)
            arrived = read_catalog(session)
            observer = _observed(scratch, arrived, target)
            with acting(session, before.applier):
                for step in _backward(steps):
                    _run(session, conditions, step, before.applier)
            returned = read_catalog(session)
        observer_back = _observed(scratch, returned, before)
    forward, back = _differs(arrived, target), _differs(returned, before)
    return Proof(forward, back, observer if observer != EQUAL else observer_back, notes=before.applier.notes)


def _run(session: Session, conditions: Conditions, step: Step, applier: StandIn) -> None:
    try:
        run_step(session, conditions, step)
    except psycopg2.errors.InsufficientPrivilege as error:
        raise PrivilegeMissing(
            f"{applier.role} may not run a step of the plan ({step.title}): {error.diag.message_primary}: "
            "plan and apply as a role that may, or grant it the right"
        ) from error


def _backward(steps: tuple[Step, ...]) -> Iterator[Step]:
    """As rollback runs it: the undo of each step, the last step first."""
    for step in reversed(steps):
        if step.undo.sql and step.undo.kind is not UndoKind.IRREVERSIBLE:
            yield undoing(step)


def _differs(reached: Catalog, goal: Goal) -> str:
    changes = compare(within(reached, goal.scope), goal.catalog, goal.comparing)
    return "; ".join(change_sentence(change) for change in roots(changes)[:5]) or EQUAL


def _observed(scratch: Scratch, reached: Catalog, goal: Goal) -> str:
    """What an outside observer says: pg_dump of both, normalised, without what is not compared for all objects."""
    left_out = [pattern for name, pattern in _CLASSES.items() if goal.comparing.stated.get(name, ...) is not None]
    left_out += [_ENUM] if goal.labels_kept else []
    mended = {i for i, o in goal.whole.objects.items() if o.facts.get("valid") is False} if goal.labels_kept else set()
    here, there = (
        {
            text
            for text in _seen(entries, whole, within(whole, goal.scope).objects.keys() - mended)
            if not any(pattern.match(text) for pattern in left_out)
        }
        for entries, whole in ((dump(scratch.dsn), reached), (goal.views.entries, goal.whole))
    )
    extra, missing = sorted(here - there), sorted(there - here)
    return "; ".join(text.splitlines()[0] for text in (*extra, *missing)[:3]) or EQUAL


def _seen(entries: Sequence[Entry], whole: Catalog, mine: AbstractSet[Ident]) -> tuple[str, ...]:
    """Without what is known not to be `mine`; what our own reading does not know is left in."""
    others = {thing.oid[:2] for ident, thing in whole.objects.items() if ident not in mine}
    theirs = {e.id for e in entries if (e.classid, e.objid) in others or "difftool" in (e.schema, e.tag)}
    ours = [e for e in entries if e.id not in theirs and (e.classid or not theirs & set(e.depends))]
    owners = [f"alter {e.kind} {e.schema}.{e.tag} owner to {e.owner}" for e in ours if e.owner]
    return (*normalised("\n".join(entry.sql for entry in ours)), *owners)


_ENUM = re.compile("create type .* as enum", re.IGNORECASE)
_CLASSES = {
    "comment": re.compile("comment on ", re.IGNORECASE),
    "owner": re.compile("alter .* owner to ", re.IGNORECASE),
    "privileges": re.compile("grant |revoke |alter default privileges ", re.IGNORECASE),
}


@contextmanager
def _copy(shadow: Shadow, template: Scratch) -> Iterator[Scratch]:
    scratch = shadow.create(template=template.name)
    try:
        yield scratch
    finally:
        shadow.drop(scratch)
