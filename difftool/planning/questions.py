"""What must be asked of the rows before a plan may run: one small file for each form of statement that can fail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from difftool.model.catalog import Catalog
from difftool.model.change import Change, Verb
from difftool.model.plan import Probe
from difftool.planning.probes import (
    casts,
    checks,
    domains,
    enums,
    exclusion,
    expressions,
    foreign_keys,
    index_keys,
    nulls,
    partitions,
    sequences,
    unique,
)
from difftool.planning.probes.question import Asker, Question
from difftool.planning.probes.rows import Sides

__all__ = ["Question", "assertions", "questions"]

ASKERS: tuple[Asker, ...] = (
    nulls.ask,
    foreign_keys.ask,
    unique.ask,
    exclusion.ask,
    checks.ask,
    domains.ask,
    casts.ask,
    enums.ask,
    partitions.ask,
    sequences.ask,
    expressions.ask,
    index_keys.ask,
)


def questions(
    changes: tuple[Change, ...],
    live: Catalog,
    target: Catalog,
    values: Mapping[str, str] = MappingProxyType({}),
    filled: Mapping[str, str] = MappingProxyType({}),
    resolved: Collection[str] = frozenset(),
) -> tuple[Question, ...]:
    """Only of tables that are there: what is new has no rows. `live` was read on live, with its version and types.

    `values` are expressions for columns (in words) that a rule converts, `filled` for those that a rule fills. What is
    `resolved` (in words) by a rule is asked of the rows as they are, so that it is told how many that concerns.
    """
    plain, found = Sides(live, target, values), Sides(live, target, values, filled)
    asked = (
        question
        for change in changes
        for question in _asked(change, plain if not filled or str(change.ident) in resolved else found)
    )
    return (*asked, *_kept_to(changes, found))


def _kept_to(changes: Iterable[Change], sides: Sides) -> Iterator[Question]:
    """What stays on a table and its filled columns must meet as if it came: the fill would fail."""
    filled = (sides.target.objects[sides.target.told[name]] for name in sides.filled if name in sides.target.told)
    changed = {change.ident for change in changes}
    for table in sorted({column.parent for column in filled if column.parent}):
        for thing in sides.target.parts(table):
            if thing.ident not in sides.live.objects or thing.ident in changed:
                continue
            for question in _asked(Change(Verb.CREATE, thing.ident, None, thing), sides):
                if question.assertion != question.probe:
                    yield replace(question, asserted=False)


def _asked(change: Change, sides: Sides) -> Iterator[Question]:
    """Of the rows as they will be filled; in its step, when they are, it is asked of the rows as they are then."""
    asked = (question for asker in ASKERS for question in asker(change, sides))
    if not sides.filled:
        yield from asked
        return
    then = replace(sides, done=True)
    again = (question for asker in ASKERS for question in asker(change, then))
    for question, later in zip(asked, again, strict=True):
        yield replace(question, asserted=later.asserted, assertion=later.probe)


def assertions(asked: tuple[Question, ...], resolved: Collection[str]) -> dict[str, Probe]:
    """By the object in words: what must still hold just before the statement that changes it.

    An object has one probe: the sum of what is asked about it. `resolved` are those of which data rules take care.
    """
    found: dict[str, list[Probe]] = {}
    for question in asked:
        name = str(question.about)
        probe = question.assertion or question.probe
        if question.asserted and name not in resolved and probe not in found.get(name, []):
            found.setdefault(name, []).append(probe)
    return {name: _sum(probes) for name, probes in found.items()}


def _sum(probes: list[Probe]) -> Probe:
    if len(probes) == 1:
        return probes[0]
    terms = " + ".join(f"({probe.ask})" for probe in probes)
    return Probe(f"select ({terms})::bigint", 0, ", or ".join(probe.about for probe in probes))
