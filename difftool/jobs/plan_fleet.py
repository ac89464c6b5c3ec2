"""One plan for many databases: those in the same state are planned once, and asked one by one whether it fits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace

from difftool.diff.fingerprint import fingerprint
from difftool.errors import DifftoolError
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.at_once import each
from difftool.jobs.current import look, refuse_externals
from difftool.jobs.judge import estimates
from difftool.jobs.known_target import known_target
from difftool.jobs.live import open_live
from difftool.jobs.make_plan import make_plan, shadow_for
from difftool.jobs.parked import refuse_beside
from difftool.jobs.work import Work, silent
from difftool.model.fleet import Fared, Member, State, Verdict
from difftool.model.plan import Plan, TargetDatabase
from difftool.model.profile import Profile
from difftool.pg.shadow import Shadow, Shadows
from difftool.planning.seal import seal


@dataclass(frozen=True, slots=True)
class Fleet:
    """`at_once` is how many databases are connected to at the same time; `work` is what a job on one of them takes.

    It may raise a DifftoolError, where nothing says where that database is. `shadow` is as Work has it.
    """

    pattern: str
    members: tuple[Member, ...]
    at_once: int
    work: Callable[[Member], Work]
    shadow: str | Shadow | Shadows


@dataclass(frozen=True, slots=True)
class _Found:
    """The fingerprint of what a database has in scope, and how many bytes that is; or why that cannot be told."""

    member: Member
    state: str = ""
    size: int = 0
    failure: DifftoolError | None = None


def plan_fleet(fleet: Fleet, profile: Profile, say: Callable[[str], None]) -> tuple[State, ...]:
    """For each state that databases are in a plan for all that match the pattern: `before` says which of them it fits.

    What cannot be planned is told for its databases alone. The largest database of a state is the one that is
    planned for: what is done online there is done online everywhere.
    """
    with ExitStack() as stack:
        fleet = _sharing(fleet, stack)
        found = list(each(fleet.members, lambda member: _look(fleet, member, profile), fleet.at_once))
        states: dict[str, list[_Found]] = {}
        for one in found:
            if not one.failure:
                states.setdefault(one.state, []).append(one)
        unread = tuple(_refused(one.member, one.failure) for one in found if one.failure)
        say(f"{fleet.pattern}: {len(found)} databases in {len(states)} states…")
        planned = [_planned(fleet, profile, group) for group in sorted(states.values(), key=len, reverse=True)]
        return (*planned, *((State(None, unread),) if unread else ()))


def _sharing(fleet: Fleet, stack: ExitStack) -> Fleet:
    """All of them are planned for in one shadow of each version, which is opened before others ask for it."""
    shadows = Shadows(fleet.shadow, stack) if isinstance(fleet.shadow, str) else fleet.shadow
    return replace(fleet, work=lambda member: replace(fleet.work(member), shadow=shadows, say=silent))


def _look(fleet: Fleet, member: Member, profile: Profile) -> _Found:
    try:
        work = fleet.work(member)
        with open_live(work) as live, shadow_for(work, live, profile) as shadow:
            refuse_beside(live.session, profile)
            refuse_externals(live, profile)
            target = known_target(shadow, profile, live.session, work.timeout)
            seen = look(live, profile, target)
            size = sum(estimates(seen.live, "bytes").values())
            return _Found(member, fingerprint(seen.live, target.comparing), size)
    except DifftoolError as error:
        return _Found(member, failure=error)


def _planned(fleet: Fleet, profile: Profile, group: list[_Found]) -> State:
    largest = max(group, key=lambda one: one.size).member
    try:
        plan = _for_all(fleet, make_plan(fleet.work(largest), profile))
    except DifftoolError as error:
        return State(None, tuple(_refused(one.member, error, seen_on=largest) for one in group))
    if plan.empty:
        return State(plan, tuple(Fared(one.member, Verdict.NOTHING) for one in group))
    asked = each([one.member for one in group], lambda member: _ready(fleet, member, plan), fleet.at_once)
    return State(plan, tuple(asked))


def _for_all(fleet: Fleet, plan: Plan) -> Plan:
    """The plan names no database: its fingerprint says which of those that match the pattern it is for."""
    return seal(replace(plan, target=TargetDatabase(fleet.pattern, "", ""), observed=replace(plan.observed, host="")))


def _ready(fleet: Fleet, member: Member, plan: Plan) -> Fared:
    """Asked all that apply would ask before its first step."""
    try:
        apply_plan(fleet.work(member), plan, approve=None, ask=None, dry_run=True, progress=lambda _: None)
    except DifftoolError as error:
        return _refused(member, error)
    return Fared(member, Verdict.READY)


def _refused(member: Member, error: DifftoolError, seen_on: Member | None = None) -> Fared:
    elsewhere = f", seen on {seen_on.environment}" if seen_on and seen_on != member else ""
    told = "; ".join([str(error), *error.details])
    return Fared(member, Verdict.REFUSED, f"{told}{elsewhere}", error.exit_code)
