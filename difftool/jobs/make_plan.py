"""From a profile and a live database to a plan: found in the shadow, rehearsed there, asked of the rows, sealed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from difftool.diff.column_order import column_order
from difftool.diff.compare import roots
from difftool.diff.definitions import definitions
from difftool.diff.fingerprint import fingerprint, managed_fingerprint
from difftool.diff.marks import marks
from difftool.diff.renames import renames
from difftool.diff.scope import within
from difftool.errors import NoProvenPlan
from difftool.jobs.ask_rows import Rows, ask_rows, proposals
from difftool.jobs.bystanders import beside_others
from difftool.jobs.current import Reading, look, refuse_externals
from difftool.jobs.judge import ended_exceptions, estimates, judged
from difftool.jobs.known_target import known_target
from difftool.jobs.live import Live, open_live, refuse_gaps
from difftool.jobs.older_live import refuse_newer_steps
from difftool.jobs.online import online_for
from difftool.jobs.parked import refuse_beside
from difftool.jobs.promises import refuse_unaskable
from difftool.jobs.prove import prove
from difftool.jobs.rehearse import Rehearsed
from difftool.jobs.sides import Sides, foreseen, sides
from difftool.jobs.target import Target
from difftool.jobs.work import Work
from difftool.model.catalog import CLASSES, Catalog
from difftool.model.change import Change
from difftool.model.plan import EQUAL, Observed, Plan, Proof, TargetDatabase
from difftool.model.profile import Profile
from difftool.pg.execute import Conditions
from difftool.pg.shadow import Shadow, open_shadow
from difftool.planning.hazards import with_codes
from difftool.planning.seal import seal
from difftool.planning.triggers import fired_back
from difftool.report.sentences import change_sentence


def make_plan(work: Work, profile: Profile) -> Plan:
    """A sealed plan that brings the database to the profile's target; without steps where nothing is to be done.

    Live is only read. Raises a DifftoolError where there is no plan: ExternalMismatch, DataRefused, PolicyRefused,
    NoProvenPlan, and those of the profile, the snapshot and the connection.
    """
    with open_live(work) as live, shadow_for(work, live, profile) as shadow:
        refuse_beside(live.session, profile)
        refuse_externals(live, profile)
        work.say(f"building the target in {shadow.origin}…")
        target = known_target(shadow, profile, live.session, work.timeout)
        refuse_unaskable(profile, target.promises, live.session)
        work.say("reading the database, and comparing…")
        seen = look(live, profile, target)
        refuse_gaps(work, seen.live)
        changes = foreseen(shadow, seen, target)
        if changes == ():
            rows = ask_rows(live, profile, changes, seen, target)
            return seal(_plan(live, shadow, profile, changes, rows, _NOTHING, seen, target))
        work.say("cloning what differs…")
        both = sides(shadow, live, profile, seen, target, changes)
        work.say("asking the rows…")
        rows = ask_rows(live, profile, both.changes, both.current, target)
        work.say("finding the way, and rehearsing it there and back…")
        rehearsed = _rehearsed(shadow, live, profile, rows, both) if both.changes else _NOTHING
        refuse_newer_steps(live.session, shadow, rehearsed.steps)
        work.say("judging…")
        return seal(_plan(live, shadow, profile, both.changes, rows, rehearsed, both.current, target))


@contextmanager
def shadow_for(work: Work, live: Live, profile: Profile) -> Iterator[Shadow]:
    """The shadow; of live's major version, or where the policy allows any, of a newer one."""
    work.say("starting a shadow…")
    with open_shadow(work.shadow, live_major=live.major, live_system=live.identity.system) as shadow:
        if shadow.major != live.major and profile.policy.shadow != "any":
            raise NoProvenPlan(
                f"live is PostgreSQL {live.major}, the shadow is {shadow.major}, and the policy asks for the same",
                details=(
                    f"install PostgreSQL {live.major} here, or name a scratch server of it with --shadow URL,",
                    "or set `policy: {shadow: any}` in the profile",
                ),
            )
        yield shadow


def _rehearsed(shadow: Shadow, live: Live, profile: Profile, rows: Rows, both: Sides) -> Rehearsed:
    current, goal = both.current, both.goal
    conditions = Conditions(profile.search_path, profile.policy.lock_timeout, profile.policy.statement_timeout)
    online = online_for(live, profile, current, goal)
    return beside_others(current, goal, lambda: prove(shadow, current.goal, goal, rows.data, conditions, online))


_NOTHING = Rehearsed((), Proof(EQUAL, EQUAL, EQUAL), ())


def _plan(
    live: Live,
    shadow: Shadow,
    profile: Profile,
    changes: tuple[Change, ...],
    asked: Rows,
    rehearsed: Rehearsed,
    seen: Reading,
    target: Target,
) -> Plan:
    hints = (*(_renames(profile, seen, target, asked) if changes else ()), *proposals(profile, seen, target))
    hazards = judged(live, profile, seen, target.catalog, target.comparing, rehearsed.steps, asked.losses, hints)
    origin = managed_fingerprint(seen.rendered, target.comparing)
    back = fired_back(rehearsed.steps, (seen.live, target.catalog))
    return Plan(
        digest="",
        profile=profile.name,
        profile_digest=profile.digest,
        target=TargetDatabase(live.address.environment, live.identity.database, live.identity.system),
        live_major=live.major,
        proven_on=shadow.major,
        before=fingerprint(seen.live, target.comparing),
        after=rehearsed.steps[-1].after if rehearsed.steps else origin,
        scope=seen.scope,
        comparing=target.comparing,
        search_path=profile.search_path,
        changes=tuple(change_sentence(change) for change in roots(changes)),
        steps=with_codes(rehearsed.steps, hazards),
        verify=profile.verify,
        policy=profile.policy,
        proof=rehearsed.proof,
        externals=seen.outside,
        hazards=hazards,
        not_compared=not_compared(profile, target, seen.live),
        information=(*hints, *_information(seen, target), *back, *ended_exceptions(profile.policy)),
        origin=origin,
        definitions=definitions(changes, seen.rendered, target.catalog),
        observed=_observed(live, seen, target, asked),
    )


def _renames(profile: Profile, seen: Reading, target: Target, asked: Rows) -> tuple[str, ...]:
    """Of what the snapshot does not know, too; but not what is declared."""
    claimed = seen.live if seen.scope == profile.scope else within(seen.whole, profile.scope)
    return renames(claimed, target.catalog, asked.renamed)


def _observed(live: Live, seen: Reading, target: Target, asked: Rows) -> Observed:
    known = marks(seen.live, target.comparing)
    rows, sizes = (estimates(seen.live, name) for name in ("rows", "bytes"))
    return Observed(rows, sizes, asked.findings, live.identity.host, known)


def not_compared(profile: Profile, target: Target, live: Catalog) -> tuple[str, ...]:
    """What a person must know was not looked at: classes of facts, then objects that could not be read."""
    said = []
    for name in CLASSES:
        words = {"comment": "comments"}.get(name, name)
        if name in profile.ignore:
            said.append(f"{words} (the profile ignores them)")
        elif name not in profile.compare and not target.comparing.stated.get(name):
            said.append(f"{words} (the snapshot states none)")
    return (*said, *live.not_compared)


def _information(seen: Reading, target: Target) -> tuple[str, ...]:
    strangers = tuple(f"not in the snapshot, left alone: {ident}" for ident in seen.unclaimed)
    return (*strangers, *target.unchecked, *column_order(seen.rendered, target.catalog))
