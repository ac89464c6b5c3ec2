"""The way back, statement by statement, given to the steps that it undoes; what was kept aside comes back on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from difftool.model.plan import Step, Undo, UndoKind
from difftool.planning.forms import form_of
from difftool.planning.transactions import may_share


@dataclass(frozen=True, slots=True)
class Comeback:
    """How a dropped column or table, or a column of another type, returns with its contents.

    `add` replaces the statement that makes it (without NOT NULL; empty = as it is), `restore` follows at once;
    `backfill` and then `enforce` follow when everything that was dropped is there again. `first` goes before it all.
    """

    add: str
    restore: tuple[str, ...]
    backfill: tuple[str, ...] = ()
    enforce: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Backward:
    """A statement of the way back, and what it is about, in words."""

    statement: str
    about: str

    @property
    def brings(self) -> str:
        """What it is about, where it makes that, a column or a table, or gives it another type."""
        form = form_of(self.statement)
        brings = form.node == "CreateStmt" or {"AT_AddColumn", "AT_AlterColumnType"} & set(form.actions)
        return self.about if brings else ""


@dataclass(frozen=True, slots=True)
class Forward:
    """A step's number and what it changed, made or altered; `told` says that it brings an undo of its own."""

    id: int
    changes: frozenset[str]
    told: bool
    made: frozenset[str] = frozenset()
    altered: frozenset[str] = frozenset()


def undoing(step: Step) -> Step:
    """The step's way back, as a step."""
    sql, title = step.undo.sql, f"undo {step.title}"
    return replace(step, title=title, sql=sql, probes=(), batch=None, catch_up=(), transaction=may_share(sql))


def returning_last(steps: tuple[Step, ...], told: Collection[int]) -> tuple[Step, ...]:
    """What rules have kept aside returns when the old schema is whole again: only there it is sure to fit.

    Where a step before them takes part in that, its undo, which runs later, brings back theirs at its end. `told` are
    the steps that bring an undo of their own.
    """
    whole = next((step.id for step in steps if step.undo.sql and step.id not in told), len(steps))
    late = [s for s in steps if s.id in told and s.id > whole and s.undo.kind is UndoKind.QUARANTINE]
    if not late:
        return steps
    returning = tuple(text for step in reversed(late) for text in step.undo.sql)
    changed = {step.id: replace(step, undo=replace(step.undo, sql=())) for step in late}
    last = next(step for step in steps if step.id == whole)
    changed[whole] = replace(last, undo=Undo(UndoKind.QUARANTINE, (*last.undo.sql, *returning)))
    return tuple(changed.get(step.id, step) for step in steps)


def undo_of(
    steps: Sequence[Forward], back: Sequence[Backward], comebacks: Mapping[str, Comeback]
) -> dict[int, list[str]]:
    """Statements by step, to be run the last step first.

    A statement goes to the first step that touched what it touches: a foreign key that was added in one step and
    validated in another is dropped with the first. None may go to a later step than the statement before it, unless
    its step builds on one with an undo of its own, nor to one that brings such an undo.
    """
    undo: dict[int, list[str]] = {step.id: [] for step in steps}
    back = sorted(back, key=lambda each: not _adds(each, comebacks))
    told = frozenset[str]().union(*(step.changes for step in steps if step.told))
    returning = [number for number, each in enumerate(back) if each.brings in comebacks]
    last, later, home = max(returning, default=-1), _later(back, comebacks), steps[-1].id
    building = set(_building(steps))
    for number, each in enumerate(back):
        if each.about in told:
            continue
        homes = (step.id for step in steps if each.about in step.changes and not step.told)
        own = next(homes, home if steps[0].told else steps[0].id)
        home = min(home, own)
        undo[own if own in building else home] += _with_contents(each, comebacks)
        if number == last:
            undo[home] += later
    return undo


def _building(steps: Iterable[Forward]) -> Iterator[int]:
    """Steps that alter what one with an undo of its own has made, as a key that takes an index: theirs runs first."""
    made: set[str] = set()
    for step in steps:
        if step.told:
            made |= step.made
        elif made & step.altered:
            yield step.id


def _adds(each: Backward, comebacks: Mapping[str, Comeback]) -> bool:
    """Columns return before anything goes: what is to be dropped may be needed to fill them."""
    found = comebacks.get(each.brings)
    return found is not None and bool(found.add)


def _with_contents(each: Backward, comebacks: Mapping[str, Comeback]) -> list[str]:
    found = comebacks.get(each.brings)
    return [*found.first, found.add or each.statement, *found.restore] if found else [each.statement]


def _later(back: Sequence[Backward], comebacks: Mapping[str, Comeback]) -> list[str]:
    found = [comebacks[each.brings] for each in back if each.brings in comebacks]
    return [text for c in found for text in c.backfill] + [text for c in found for text in c.enforce]
