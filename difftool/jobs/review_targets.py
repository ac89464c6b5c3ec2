"""What an edit of profiles and snapshots does to their targets: both sides built in the shadow, no live database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from difftool.diff.compare import compare, roots
from difftool.diff.scope import covers, within
from difftool.errors import ConfigError, DifftoolError, PolicyRefused
from difftool.files.profiles import load_profile, profile_names, project_names
from difftool.jobs.make_plan import make_plan
from difftool.jobs.target import Target, build_target, unclaimed, without
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.catalog import Catalog
from difftool.model.plan import Plan
from difftool.model.profile import External, Profile, Settings
from difftool.model.review import Fate, LivePlan, Refusal, Review
from difftool.pg.externals import build_externals
from difftool.pg.names import parts
from difftool.pg.shadow import Scratch, Shadow, open_shadow
from difftool.pg.worded import worded
from difftool.planning.hazards import DEFAULTS
from difftool.planning.losses import losses
from difftool.report.encode import redacted


@dataclass(frozen=True, slots=True)
class _Pair:
    """One profile of the base and of the proposal: None where there is none, a Refusal where it does not load."""

    name: str
    before: Profile | Refusal | None
    after: Profile | Refusal | None

    @property
    def review(self) -> Review | None:
        """What can be said without building anything."""
        if self.after is None:
            return Review(self.name, Fate.REMOVED)
        if isinstance(self.after, Refusal):
            return Review(self.name, self.fate, refusal=self.after)
        same = isinstance(self.before, Profile) and self.before.digest == self.after.digest
        return Review(self.name, Fate.SAME) if same else None

    @property
    def fate(self) -> Fate:
        return Fate.CHANGED if self.before else Fate.NEW


def review_targets(work: Work, base: Settings, names: tuple[str, ...]) -> tuple[Review, ...]:
    """One review for each profile of either side, or of `names`; for those that are the same a short one.

    What is wrong with a profile is in its review. Raises ConfigError for a name that neither side knows, and what
    concerns all of them, as the shadow. Where no profile differs no server is started.
    """
    wanted = names or tuple(dict.fromkeys((*project_names(work.settings), *project_names(base))))
    there, here = profile_names(base), profile_names(work.settings)
    pairs = [_Pair(name, _loaded(name, base, there), _loaded(name, work.settings, here)) for name in wanted]
    unknown = next((pair for pair in pairs if pair.before is pair.after is None), None)
    if unknown:
        load_profile(unknown.name, work.settings)  # raises with the names that there are
        raise ConfigError("a profile is named here, not its file", where=unknown.name)
    if all(pair.review for pair in pairs):
        return tuple(pair.review for pair in pairs if pair.review)
    with open_shadow(work.shadow) as shadow:
        lent = replace(work, shadow=shadow, address=None)
        return tuple(pair.review or _built(lent, shadow, pair) for pair in pairs)


def _loaded(name: str, settings: Settings, names: tuple[str, ...]) -> Profile | Refusal | None:
    if name not in names:
        return None
    try:
        return load_profile(name, settings)
    except DifftoolError as error:
        return refusal(error)


def refusal(error: DifftoolError) -> Refusal:
    return Refusal(redacted(str(error)), error.exit_code, tuple(map(redacted, error.details)))


def _built(work: Work, shadow: Shadow, pair: _Pair) -> Review:
    work.say(f"{pair.name}: comparing its target with the base…")
    review, profile = Review(pair.name, pair.fate), pair.after
    if not isinstance(profile, Profile):
        raise TypeError(pair.name)
    try:
        with worded():
            target = build_target(shadow, profile, None, work.timeout)
            return _compared(work, shadow, pair.before, profile, target, review)
    except DifftoolError as error:
        return replace(review, refusal=refusal(error))


def _compared(
    work: Work, shadow: Shadow, before: Profile | Refusal | None, profile: Profile, target: Target, review: Review
) -> Review:
    if isinstance(before, Refusal):
        return replace(review, unreadable=before)
    try:
        base = _start(shadow, before, profile)
    except DifftoolError as error:
        return replace(review, unreadable=refusal(error))
    strangers = unclaimed(within(base.whole, profile.scope), target.catalog, profile.scope)
    here = within(base.whole, without(profile.scope, strangers))
    changes = compare(here, target.catalog, target.comparing)
    released = (*_released(base.catalog, profile), *map(str, strangers)) if before else ()
    if not changes and before is not None:
        return replace(review, fate=review.fate if released else Fate.SAME, released=released)
    gone = tuple(question.subject for question in losses(changes, here))
    found = replace(review, changes=roots(changes), before=here, after=target.catalog, losses=gone, released=released)
    return _planned(work, base.scratch, profile, found)


def _start(shadow: Shadow, before: Profile | None, profile: Profile) -> Target:
    """The base's target with the externals as the proposal wants them, or nothing but those."""
    theirs = {external.name: external for external in before.externals} if before else {}
    ours = {external.name: external for external in profile.externals}
    common = tuple(ours.get(name, external) for name, external in theirs.items())
    if before is None:
        empty = replace(profile, snapshot=(), scope=replace(profile.scope, manages=()), externals=())
        base = build_target(shadow, empty, None)
    else:
        base = build_target(shadow, replace(before, externals=common), None)
    there = {(ident.schema, ident.name) for ident in base.whole.objects}
    build_externals(shadow, base.scratch, _missing(ours, theirs, there), None)
    return base


def _missing(ours: dict[str, External], theirs: dict[str, External], there: set[tuple[str, str]]) -> Iterable[External]:
    """Not what the base has as an external, or manages itself."""
    return [each for name, each in ours.items() if name not in theirs and parts(each.name)[:2] not in there]


def _released(base: Catalog, profile: Profile) -> tuple[str, ...]:
    outer = (ident for ident, thing in sorted(base.objects.items()) if thing.parent is None)
    return tuple(str(ident) for ident in outer if not covers(profile.scope, ident))


def _planned(work: Work, base: Scratch, profile: Profile, review: Review) -> Review:
    there = replace(work, address=Address(base.dsn, "the base"), say=lambda _: None)
    anywhere = replace(profile, policy=replace(profile.policy, shadow="any"))
    try:
        return replace(review, plan=make_plan(there, anywhere))
    except PolicyRefused as error:
        return replace(review, plan=_allowed(there, anywhere), refusal=refusal(error))
    except DifftoolError as error:
        return replace(review, refusal=refusal(error))


def _allowed(work: Work, profile: Profile) -> Plan:
    """The plan that the policy refuses: reviewers see what it would do."""
    lenient = replace(profile.policy, hazards=dict.fromkeys(DEFAULTS, "confirm"), exceptions=())
    return make_plan(work, replace(profile, policy=lenient))


def against_live(work: Work, review: Review) -> Review:
    """The review with what the proposed target means for the database of `work`, read only."""
    environment = work.address.environment if work.address else ""
    if not review.after:
        return review
    try:
        plan = make_plan(work, load_profile(review.profile, work.settings))
        return replace(review, live=(*review.live, LivePlan(environment, plan)))
    except DifftoolError as error:
        return replace(review, live=(*review.live, LivePlan(environment, refusal=refusal(error))))
