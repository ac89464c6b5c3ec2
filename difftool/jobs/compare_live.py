"""Whether live is still what its profile says, and if not, what differs and what would bring it back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from difftool.diff.compare import compare
from difftool.diff.fingerprint import managed_fingerprint
from difftool.diff.scope import within
from difftool.errors import DifftoolError, NoProvenPlan
from difftool.jobs.attribute import adoption, attributed
from difftool.jobs.current import Current, copy_of_live
from difftool.jobs.known_target import known_target
from difftool.jobs.live import Live, refuse_gaps
from difftool.jobs.make_plan import not_compared, shadow_for
from difftool.jobs.parked import Parked, as_left
from difftool.jobs.replay import proven_script
from difftool.jobs.target import Target, unclaimed, without
from difftool.jobs.work import Work
from difftool.model.catalog import Catalog, Ident
from difftool.model.change import Change
from difftool.model.drift import Drift
from difftool.model.profile import Profile
from difftool.pg.catalog.read import read_catalog
from difftool.pg.externals import check_externals
from difftool.pg.shadow import Shadow
from difftool.planning.script import settings


@dataclass(frozen=True, slots=True)
class _Seen:
    """`changes` lead from the target to live; both sides were rendered by one version."""

    live: Catalog
    changes: tuple[Change, ...]
    unclaimed: tuple[Ident, ...]
    externals: tuple[str, ...]


def compared(work: Work, live: Live, profile: Profile, waiting: Parked | None) -> Drift:
    """Live against the profile's target, in the words of one version; `waiting` is a plan that waits half-applied."""
    with shadow_for(work, live, profile) as shadow:
        return _compared(work, shadow, live, profile, waiting)


def _compared(work: Work, shadow: Shadow, live: Live, profile: Profile, waiting: Parked | None) -> Drift:
    target = known_target(shadow, profile, live.session, work.timeout)
    seen = _look(shadow, live, profile, target)
    refuse_gaps(work, seen.live)
    at_rest = waiting is not None and waiting.plan.profile == profile.name and as_left(live.session, waiting)
    drift = Drift(
        environment=live.address.environment,
        profile=profile.name,
        changes=() if at_rest else seen.changes,
        unclaimed=tuple(str(ident) for ident in seen.unclaimed),
        externals=seen.externals,
        parked=str(waiting or ""),
        not_compared=not_compared(profile, target, seen.live),
        fingerprint=managed_fingerprint(seen.live, target.comparing),
    )
    return drift if drift.clean else _explained(work, shadow, live, profile, target, drift)


def _look(shadow: Shadow, live: Live, profile: Profile, target: Target) -> _Seen:
    """Live as it was read where versions agree, which is quick; a clone of it where they do not."""
    whole = read_catalog(live.session)
    strangers = unclaimed(within(whole, profile.scope), target.catalog, profile.scope)
    mine = within(whole, without(profile.scope, strangers))
    if live.major != shadow.major:
        current = copy_of_live(shadow, live, profile, target)
        mine = current.goal.catalog
    changes = compare(target.catalog, mine, target.comparing)
    externals = check_externals(live.session, profile.externals, profile.search_path)
    return _Seen(mine, changes, strangers, externals)


def _explained(work: Work, shadow: Shadow, live: Live, profile: Profile, target: Target, drift: Drift) -> Drift:
    """With both ways out, unless a plan waits: the SQL that brings live back would undo it."""
    told = replace(drift, nearest=attributed(work, shadow, live, profile))
    if drift.parked or not drift.changes:
        return told
    try:
        current = copy_of_live(shadow, live, profile, target)
        told = replace(told, adopt=_adoption(shadow, profile, target, current))
        return replace(told, revert=_revert(shadow, profile, target, current))
    except NoProvenPlan as error:
        return replace(told, no_revert=str(error))


def _adoption(shadow: Shadow, profile: Profile, target: Target, current: Current) -> str:
    """Nothing where no patch was proven: a snapshot can still be edited by hand."""
    try:
        return adoption(shadow, profile, target, current)
    except DifftoolError:
        return ""


def _revert(shadow: Shadow, profile: Profile, target: Target, current: Current) -> tuple[str, ...]:
    parts = proven_script(shadow, current.goal, target.goal(current.goal.scope), settings(profile.search_path, {}))
    return tuple(statement for part in parts for statement in part.statements)
