"""Live as it is now: read where it is, and cloned into the shadow, where one server renders both sides."""

from __future__ import annotations

from dataclasses import dataclass, replace

from difftool.diff.compare import compare, roots
from difftool.diff.fingerprint import managed_fingerprint
from difftool.diff.scope import within
from difftool.errors import ExternalMismatch, NoProvenPlan
from difftool.jobs.goal import Goal, goal_of
from difftool.jobs.live import Live
from difftool.jobs.target import Target, unclaimed, with_renamed, without
from difftool.model.catalog import Catalog, Comparing, Ident
from difftool.model.profile import External, Profile
from difftool.pg.catalog.read import read_catalog
from difftool.pg.clone import RELATIONS, clone
from difftool.pg.defaults import copy_defaults
from difftool.pg.externals import build_externals, check_externals
from difftool.pg.names import parts
from difftool.pg.shadow import Scratch, Shadow
from difftool.pg.stand_in import applier, stand_in
from difftool.planning.neighbours import neighbours
from difftool.report.sentences import change_sentence


@dataclass(frozen=True, slots=True)
class Current:
    """`live` was read on live, `goal.catalog` in the shadow; both without what is `unclaimed`.

    `whole` is live without any bounds.
    """

    whole: Catalog
    live: Catalog
    goal: Goal
    unclaimed: tuple[Ident, ...]
    outside: tuple[External, ...]
    """what the managed objects refer to: as the profile declares it, and what live refers to besides"""


def copy_of_live(shadow: Shadow, live: Live, profile: Profile, target: Target) -> Current:
    """Clone what the profile manages of live. Raises NoProvenPlan where the clone is not what it was made from."""
    whole = read_catalog(live.session)
    claimed = with_renamed(profile, whole, target.catalog)
    strangers = unclaimed(within(whole, claimed), target.catalog, claimed)
    scope = without(claimed, strangers)
    managed = within(whole, scope)
    scratch = shadow.create()
    outside = (*profile.externals, *_undeclared(whole, managed, profile))
    build_externals(shadow, scratch, outside, live.session)
    clone(live.session, live.address.dsn, managed, shadow, scratch)
    relations = [o.oid[1] for o in managed.objects.values() if o.ident.kind in RELATIONS]
    if not any(ident.kind == "default_privileges" for ident in managed.objects):
        copy_defaults(live.session, shadow, scratch, whole, applier(live.session, relations))
    goal = goal_of(scratch, scope, target.comparing)
    if managed.major == shadow.major and _state(managed, target) != _state(goal.catalog, target):
        differences = roots(compare(managed, goal.catalog, target.comparing))
        raise NoProvenPlan(
            "the clone of live in the shadow differs from live, so nothing can be proven there",
            details=tuple(change_sentence(change) for change in differences[:10]),
        )
    others = [ident for ident in goal.whole.objects if ident not in goal.catalog.objects and ident.kind in RELATIONS]
    who = stand_in(live.session, shadow, scratch, relations, others)
    return Current(whole, managed, replace(goal, applier=who), strangers, outside)


def copy_as_it_is(shadow: Shadow, live: Live, profile: Profile, comparing: Comparing) -> Current:
    """Clone what the profile's scope holds, all of it: no target says that some of it is unclaimed."""
    whole = read_catalog(live.session)
    itself = Target(Scratch("", "", ""), whole, within(whole, profile.scope), comparing)
    return copy_of_live(shadow, live, profile, itself)


def _undeclared(whole: Catalog, managed: Catalog, profile: Profile) -> tuple[External, ...]:
    """What live refers to and the target does not, so that no profile names it: a trigger's function, say."""
    declared = {parts(external.name) for external in profile.externals}
    return tuple(external for external in neighbours(whole, managed) if parts(external.name) not in declared)


def _state(catalog: Catalog, target: Target) -> str:
    return managed_fingerprint(catalog, target.comparing)


def refuse_externals(live: Live, profile: Profile) -> None:
    """What others own must be there as the profile needs it."""
    wrong = check_externals(live.session, profile.externals, profile.search_path)
    if wrong:
        raise ExternalMismatch(wrong[0], where=str(profile.place), details=wrong[1:])
