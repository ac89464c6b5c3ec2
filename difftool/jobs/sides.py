"""Live and target side by side in the shadow: no more of either than what differs, and what has to come along."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

from difftool.diff.closure import closure, only
from difftool.diff.compare import compare
from difftool.diff.fingerprint import all_marks
from difftool.errors import NoProvenPlan
from difftool.jobs.current import Current, Reading, copy_of
from difftool.jobs.goal import Goal, Views
from difftool.jobs.live import Live
from difftool.jobs.target import Target
from difftool.model.catalog import Catalog, Ident
from difftool.model.change import Change
from difftool.model.profile import Profile, Scope
from difftool.pg.archive import Entry
from difftool.pg.excerpt import Dumped, Part, excerpt, make_roles, replay_excerpt
from difftool.pg.externals import build_externals
from difftool.pg.guarded import precious, precious_in
from difftool.pg.shadow import Scratch, Shadow
from difftool.report.sentences import change_sentence


@dataclass(frozen=True, slots=True)
class Sides:
    """`changes` lead from `current.rendered` to the target; `goal` is as much of that as is needed, in the shadow."""

    current: Current
    goal: Goal
    changes: tuple[Change, ...]


def foreseen(shadow: Shadow, seen: Reading, target: Target) -> tuple[Change, ...] | None:
    """What differs; None where only a clone can tell, because another version has rendered live."""
    same = seen.live.major == shadow.major
    return compare(seen.live, target.catalog, target.comparing) if same else None


def sides(
    shadow: Shadow, live: Live, profile: Profile, seen: Reading, target: Target, changes: tuple[Change, ...] | None
) -> Sides:
    """`changes` as they were foreseen. Raises NoProvenPlan where live cannot be cloned."""
    if changes is not None and shadow.own:
        idents = _needed(profile, seen.live, target.catalog, changes)
        with suppress(NoProvenPlan):  # something is not as it was foreseen: then all of it is taken
            part = seen.decoded if profile.data else seen
            return _excerpts(shadow, live, profile, part, target, changes, idents)
    return _wholes(shadow, live, seen.decoded, target)


def _needed(profile: Profile, live: Catalog, target: Catalog, changes: tuple[Change, ...]) -> frozenset[Ident]:
    """All of it where there are rules about data, which may name anything."""
    if profile.data:
        return frozenset().union(live.objects, live.foreign, target.objects, target.foreign)
    return closure(live, target, (change.ident for change in changes))


def _wholes(shadow: Shadow, live: Live, seen: Reading, target: Target) -> Sides:
    current = copy_of(shadow, live, seen, target.comparing)
    goal = target.goal(seen.scope)
    return Sides(current, goal, compare(current.rendered, target.catalog, target.comparing))


def _excerpts(
    shadow: Shadow,
    live: Live,
    profile: Profile,
    seen: Reading,
    target: Target,
    changes: tuple[Change, ...],
    idents: AbstractSet[Ident],
) -> Sides:
    """Raises NoProvenPlan where the parts are not what was cut out of the whole."""
    dumped = Dumped(target.catalog, excerpt(target.entries, target.catalog, idents))
    current = copy_of(shadow, live, seen, target.comparing, Part(seen.live, idents, dumped))
    goal = _made_of(shadow, live, profile, target, only(target.catalog, idents), dumped.entries, seen.scope)
    found = compare(current.goal.catalog, goal.catalog, target.comparing)
    if {change.ident for change in found} != {change.ident for change in changes}:
        raise NoProvenPlan("an excerpt is not what it was made from", details=map(change_sentence, found))
    rest = all_marks(seen.live.objects, target.comparing, without=idents)
    return Sides(current, replace(goal, others=tuple(sorted(rest))), changes)


def _made_of(
    shadow: Shadow, live: Live, profile: Profile, target: Target, part: Catalog, told: tuple[Entry, ...], scope: Scope
) -> Goal:
    """Of the target as it was read no more than the part; a database is made of it where one is asked for."""
    make_roles(shadow, told)

    @cache
    def built() -> Scratch:
        scratch = shadow.create()
        build_externals(shadow, scratch, profile.externals, live.session)
        try:
            replay_excerpt(scratch, told, part.objects)
        except NoProvenPlan:  # it cannot be made alone
            return target.scratch
        return scratch

    keep = precious_in(part)
    if any(part.of("extension")):  # whose own tables are in no catalog
        with built().open() as session:
            keep |= precious(session)
    return Goal(built, scope, target.comparing, part, keep, part, Views(built, told))
