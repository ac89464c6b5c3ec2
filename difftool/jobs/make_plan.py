"""From a profile and a live database to a plan: found in the shadow, rehearsed there, asked of the rows, sealed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from difftool.diff.compare import column_order, compare, roots
from difftool.diff.fingerprint import fingerprint, managed_fingerprint
from difftool.errors import DataRefused, NoProvenPlan, PolicyRefused
from difftool.jobs.bystanders import foreign_locks, in_the_way, refuse_what_the_copy_lacks
from difftool.jobs.current import Current, copy_of_live, refuse_externals
from difftool.jobs.goal import Goal, goal_of
from difftool.jobs.live import Live, open_live
from difftool.jobs.prove import prove
from difftool.jobs.rehearse import Rehearsed
from difftool.jobs.target import Target, build_target
from difftool.jobs.work import Work
from difftool.model.catalog import CLASSES, Catalog
from difftool.model.change import Change
from difftool.model.plan import Finding, Hazard, Observed, Plan, Proof, TargetDatabase
from difftool.model.profile import Profile
from difftool.pg.execute import Conditions
from difftool.pg.probe import ask
from difftool.pg.shadow import Shadow, open_shadow
from difftool.planning.data_rules import cleanings, judged, not_carried_out, plan_key
from difftool.planning.hazards import Seen, hazards_of, with_codes
from difftool.planning.losses import losses
from difftool.planning.questions import Question, questions
from difftool.planning.seal import seal
from difftool.report.refusal import refusal_headline, refusal_text
from difftool.report.sentences import change_sentence


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked of the rows, answer by answer, and what dropping would lose."""

    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    losses: tuple[Finding, ...]


def make_plan(work: Work, profile: Profile) -> Plan:
    """A sealed plan that brings the database to the profile's target; without steps where nothing is to be done.

    Live is only read. Raises a DifftoolError where there is no plan: ExternalMismatch, DataRefused, PolicyRefused,
    NoProvenPlan, and those of the profile, the snapshot and the connection.
    """
    with open_live(work) as live, shadow_for(work, live, profile) as shadow:
        refuse_externals(live, profile)
        work.say(f"building the target in {shadow.origin}")
        target = build_target(shadow, profile, live.session)
        work.say("cloning what the profile manages")
        current = copy_of_live(shadow, live, profile, target)
        changes = compare(current.goal.catalog, target.catalog, target.comparing)
        asked = _ask(live, profile, changes, current, target)
        _refuse_rules(profile, changes)
        work.say("rehearsing")
        rehearsed = _rehearsed(shadow, profile, changes, asked, current, target)
        return seal(_plan(live, shadow, profile, changes, asked, rehearsed, current, target))


@contextmanager
def shadow_for(work: Work, live: Live, profile: Profile) -> Iterator[Shadow]:
    """The shadow; of live's major version, or where the policy allows any, of a newer one."""
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


def _ask(live: Live, profile: Profile, changes: tuple[Change, ...], current: Current, target: Target) -> _Asked:
    """Refuses with the findings that no rule takes care of."""
    asked = questions(changes, current.live, target.catalog)
    findings = judged(ask(live.session, asked, profile.policy.examples), asked, profile)
    open_ones = tuple(finding for finding in findings if finding.count and not finding.resolved_by)
    if open_ones:
        file = profile.place.file or "the profile"
        raise DataRefused(refusal_headline(open_ones), details=refusal_text(open_ones, file))
    return _Asked(asked, findings, ask(live.session, losses(changes), None))


def _refuse_rules(profile: Profile, changes: tuple[Change, ...]) -> None:
    rules = not_carried_out(profile.data, changes)
    if rules:
        names = ", ".join(f"{rule.rule}: {rule.subject}" for rule in rules)
        raise DataRefused(
            f"this change needs data rules that this version of difftool reads but does not carry out yet: {names}",
            where=str(rules[0].place),
            details=("Nothing was changed.",),
        )


def _rehearsed(
    shadow: Shadow,
    profile: Profile,
    changes: tuple[Change, ...],
    asked: _Asked,
    current: Current,
    target: Target,
) -> Rehearsed:
    if not changes:
        return Rehearsed((), Proof("equal", "equal", "equal"), ())
    goal: Goal = goal_of(target.scratch, current.goal.scope, target.comparing)
    key = plan_key(fingerprint(current.live, target.comparing), profile)
    cleaning = cleanings(asked.questions, asked.findings, profile, target.catalog, key)
    conditions = Conditions(profile.search_path, profile.policy.lock_timeout, profile.policy.statement_timeout)
    refuse_what_the_copy_lacks(current.whole, current.live, current.goal.catalog, changes)
    try:
        rehearsed = prove(shadow, current.goal, goal, cleaning, conditions)
    except NoProvenPlan as error:
        leaning = in_the_way(current.whole, current.live, changes, current.live.foreign)
        raise NoProvenPlan(error.message, details=(*error.details, *leaning)) from error
    stray = (*rehearsed.stray, *foreign_locks(rehearsed.steps, current.live, profile.externals))
    if stray:
        raise NoProvenPlan(
            f"the plan would change or block what the profile does not manage: {', '.join(stray)}",
            details=("Nothing was changed.",),
        )
    return rehearsed


def _plan(
    live: Live,
    shadow: Shadow,
    profile: Profile,
    changes: tuple[Change, ...],
    asked: _Asked,
    rehearsed: Rehearsed,
    current: Current,
    target: Target,
) -> Plan:
    rows = _notes(current.live, "rows")
    seen = Seen(rows, asked.losses, target.catalog, profile.policy)
    hazards = hazards_of(rehearsed.steps, seen, datetime.now(UTC).date().isoformat())
    refuse_hazards(hazards)
    before = fingerprint(current.live, target.comparing)
    return Plan(
        digest="",
        profile=profile.name,
        profile_digest=profile.digest,
        target=TargetDatabase(live.address.environment, live.identity.database, live.identity.system),
        live_major=live.major,
        proven_on=shadow.major,
        before=before,
        after=rehearsed.steps[-1].after if rehearsed.steps else managed_fingerprint(current.goal.catalog, target.comparing),
        scope=current.goal.scope,
        comparing=target.comparing,
        search_path=profile.search_path,
        changes=tuple(change_sentence(change) for change in roots(changes)),
        steps=with_codes(rehearsed.steps, hazards),
        verify=profile.verify,
        policy=profile.policy,
        proof=rehearsed.proof,
        externals=profile.externals,
        hazards=hazards,
        not_compared=not_compared(profile, target, current.live),
        information=_information(current, target),
        origin=fingerprint(current.goal.catalog, target.comparing),
        observed=Observed(rows, _notes(current.live, "bytes"), asked.findings, live.identity.host),
    )


def refuse_hazards(hazards: tuple[Hazard, ...]) -> None:
    """The policy's refusals, each with what would have to change."""
    refused = [hazard for hazard in hazards if hazard.verdict == "refuse"]
    if refused:
        raise PolicyRefused(
            f"the policy refuses {', '.join(sorted({hazard.code for hazard in refused}))}",
            details=(*(f"{h.code}  {h.effect}; {h.remedy}" for h in refused), "Nothing was changed."),
        )


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


def _information(current: Current, target: Target) -> tuple[str, ...]:
    strangers = tuple(f"not in the snapshot, left alone: {ident}" for ident in current.unclaimed)
    return (*strangers, *column_order(current.goal.catalog, target.catalog))


def _notes(catalog: Catalog, name: str) -> dict[str, int]:
    return {
        f"{ident.schema}.{ident.name}": int(thing.notes[name])
        for ident, thing in sorted(catalog.objects.items())
        if ident.kind in ("table", "materialized_view") and thing.notes.get(name) is not None
    }
