"""Live as it is now: read where it is, and cloned into the shadow, where one server renders both sides."""

from __future__ import annotations

from dataclasses import dataclass, replace

from difftool.diff.closure import only
from difftool.diff.compare import compare, roots
from difftool.diff.fingerprint import managed_fingerprint
from difftool.diff.scope import within
from difftool.errors import ExternalMismatch, NoProvenPlan
from difftool.jobs.goal import Goal, Views, goal_of
from difftool.jobs.live import Live
from difftool.jobs.target import Target, unclaimed, with_renamed, without
from difftool.model.catalog import Catalog, Comparing, Ident
from difftool.model.profile import External, Profile, Scope
from difftool.pg.clone import RELATIONS, clone
from difftool.pg.defaults import copy_defaults
from difftool.pg.estimates import with_estimates
from difftool.pg.excerpt import Part, readdressed
from difftool.pg.externals import build_externals, check_externals
from difftool.pg.known_catalog import known_catalog
from difftool.pg.names import parts
from difftool.pg.shadow import Shadow
from difftool.pg.stand_in import applier, stand_in
from difftool.planning.neighbours import neighbours
from difftool.report.sentences import change_sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """Live as it was read: `whole` without any bounds, `live` what is managed in `scope` of it, without `unclaimed`.

    `rendered` is `live` in the words of the shadow's version.
    """

    whole: Catalog
    live: Catalog
    rendered: Catalog
    scope: Scope
    unclaimed: tuple[Ident, ...]
    outside: tuple[External, ...]
    """what the managed objects refer to: as the profile declares it, and what live refers to besides"""

    @property
    def decoded(self) -> Reading:
        """For work that goes through all objects."""
        return replace(self, whole=self.whole.decoded, live=self.live.decoded, rendered=self.rendered.decoded)


@dataclass(frozen=True, slots=True)
class Current(Reading):
    """Live as it was read, and cloned; `goal` is the clone, which may be an excerpt."""

    goal: Goal


def look(live: Live, profile: Profile, target: Target) -> Reading:
    whole = _whole(live)
    claimed = with_renamed(profile, whole, target.catalog)
    managed = within(whole, claimed)
    strangers = unclaimed(managed, target.catalog, claimed)
    scope = without(claimed, strangers)
    return _seen(profile, whole, managed if scope == claimed else within(whole, scope), scope, strangers)


def _whole(live: Live) -> Catalog:
    return with_estimates(live.session, known_catalog(live.session, live.identity))


def _seen(
    profile: Profile, whole: Catalog, managed: Catalog, scope: Scope, unclaimed: tuple[Ident, ...] = ()
) -> Reading:
    outside = (*profile.externals, *_undeclared(whole, managed, profile))
    return Reading(whole, managed, managed, scope, unclaimed, outside)


def copy_of_live(shadow: Shadow, live: Live, profile: Profile, target: Target) -> Current:
    """Clone what the profile manages of live. Raises NoProvenPlan where the clone is not what it was made from."""
    return copy_of(shadow, live, look(live, profile, target), target.comparing)


def copy_of(
    shadow: Shadow,
    live: Live,
    seen: Reading,
    comparing: Comparing,
    part: Part | None = None,
) -> Current:
    """As `copy_of_live`; of what was `seen` only that part, where one is given."""
    managed = only(seen.live, part.idents) if part else seen.live
    scratch = shadow.create()
    build_externals(shadow, scratch, seen.outside, live.session)
    told = clone(live.session, live.address.dsn, managed, shadow, scratch, part)
    relations = [relation.oid[1] for relation in seen.live.wholes(*RELATIONS)]
    if not any(ident.kind == "default_privileges" for ident in managed.objects):
        copy_defaults(live.session, shadow, scratch, seen.whole, applier(live.session, relations))
    goal = goal_of(scratch, seen.scope, comparing)
    if managed.major == shadow.major:
        _refuse_other(managed, goal.catalog, comparing)
    others = [ident for ident in goal.whole.objects if ident not in goal.catalog.objects and ident.kind in RELATIONS]
    who = stand_in(live.session, shadow, scratch, relations, others)
    if part and not who.role:  # else the copy has rights that live has not told of
        goal = replace(goal, views=Views(lambda: scratch, readdressed(told, part.idents, seen.live, goal.whole)))
    rendered = seen.live if part else goal.catalog
    return Current(
        seen.whole, seen.live, rendered, seen.scope, seen.unclaimed, seen.outside, replace(goal, applier=who)
    )


def _refuse_other(original: Catalog, copy: Catalog, comparing: Comparing) -> None:
    if managed_fingerprint(original, comparing) != managed_fingerprint(copy, comparing):
        differences = roots(compare(original, copy, comparing))
        raise NoProvenPlan(
            "the clone of live in the shadow differs from live, so nothing can be proven there",
            details=tuple(change_sentence(change) for change in differences[:10]),
        )


def copy_as_it_is(shadow: Shadow, live: Live, profile: Profile, comparing: Comparing) -> Current:
    """Clone what the profile's scope holds, all of it: no target says that some of it is unclaimed."""
    whole = _whole(live)
    return copy_of(shadow, live, _seen(profile, whole, within(whole, profile.scope), profile.scope), comparing)


def _undeclared(whole: Catalog, managed: Catalog, profile: Profile) -> tuple[External, ...]:
    """What live refers to and the target does not, so that no profile names it: a trigger's function, say."""
    declared = {parts(external.name) for external in profile.externals}
    return tuple(external for external in neighbours(whole, managed) if parts(external.name) not in declared)


def refuse_externals(live: Live, profile: Profile) -> None:
    """What others own must be there as the profile needs it."""
    wrong = check_externals(live.session, profile.externals, profile.search_path)
    if wrong:
        raise ExternalMismatch(wrong[0], where=str(profile.place), details=wrong[1:])
