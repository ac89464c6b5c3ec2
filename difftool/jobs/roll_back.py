"""The way back of a plan that was applied, whole or in part, as a plan of its own: proven, reviewed, applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from difftool.diff.compare import compare, roots
from difftool.diff.definitions import definitions
from difftool.diff.fingerprint import fingerprint, managed_fingerprint
from difftool.diff.marks import marks
from difftool.errors import DataRefused, NoProvenPlan
from difftool.jobs.applied import Applied, applied, refuse_moved_on
from difftool.jobs.bystanders import beside_others
from difftool.jobs.current import Current, copy_as_it_is
from difftool.jobs.goal import Goal, goal_of
from difftool.jobs.judge import estimates, judged
from difftool.jobs.live import Live, open_live
from difftool.jobs.make_plan import shadow_for
from difftool.jobs.measure import measure
from difftool.jobs.proof import proof_of
from difftool.jobs.rehearse import Rehearsed, step_of
from difftool.jobs.work import Work
from difftool.model.catalog import Catalog
from difftool.model.change import Change, Verb
from difftool.model.plan import Batch, Finding, Observed, Plan, Proof, Step, TargetDatabase
from difftool.model.profile import Profile
from difftool.model.quarantine import Kept
from difftool.pg.execute import conditions_of, run_step
from difftool.pg.probe import ask
from difftool.pg.quarantine import copy_structure, kept
from difftool.pg.restoring import counted, with_needed_undo
from difftool.pg.shadow import Shadow
from difftool.planning import taking_back, way_back
from difftool.planning.data_rules.contribution import Contribution, Ground
from difftool.planning.draft import Data, Draft, Relation
from difftool.planning.foreign_keys import table
from difftool.planning.hazards import with_codes
from difftool.planning.kept import kept as kept_before
from difftool.planning.losses import losses
from difftool.planning.questions import Question
from difftool.planning.readmitted import readmitted
from difftool.planning.seal import seal
from difftool.planning.triggers import fired
from difftool.planning.undo import undoing
from difftool.report.refusal import refusal_text
from difftool.report.sentences import change_sentence
from difftool.sql.quote import qualified

KEEP_CURRENT = "keep-current"
"""what conflicts stays aside; without it a conflict is refused"""


@dataclass(frozen=True, slots=True)
class _Way:
    """From `current` back to `old`. `losses` are what the way back drops and cannot keep aside."""

    past: Applied
    current: Current
    old: Goal
    changes: tuple[Change, ...]
    drafts: tuple[Draft, ...]
    findings: tuple[Finding, ...]
    losses: tuple[Finding, ...]


def roll_back(work: Work, name: str = "", conflicts: str = "refuse") -> Plan:
    """A sealed plan that takes back the plan called `name` (8 or more characters of its digest), or the last one.

    Live is only read. Raises what `applied` and `refuse_moved_on` raise, DataRefused where something newer is in
    the place of what would return, PolicyRefused, and NoProvenPlan.
    """
    with open_live(work) as live:
        past = applied(live.session, name)
        refuse_moved_on(live.session, past)
        aside = _aside(live, past)
        profile = _profile_of(past.plan)
        with shadow_for(work, live, profile) as shadow:
            work.say("cloning what the plan manages…")
            current = copy_as_it_is(shadow, live, profile, past.plan.comparing)
            copy_structure(live.session, current.goal.scratch)
            work.say("rehearsing the way back…")
            past, old = _old(shadow, past, current)
            way = _way(live, past, current, old, aside, conflicts)
            rehearsed = beside_others(current, old, lambda: _rehearsed(shadow, way))
            return seal(_plan(live, shadow, way, rehearsed))


def _profile_of(plan: Plan) -> Profile:
    """As far as the plan tells, which is as far as is needed."""
    return Profile(
        plan.profile,
        description="",
        snapshot=(),
        scope=plan.scope,
        externals=plan.externals,
        search_path=plan.search_path,
        policy=plan.policy,
        digest=plan.profile_digest,
    )


def _old(shadow: Shadow, past: Applied, current: Current) -> tuple[Applied, Goal]:
    """The state before the plan, found by undoing its steps in a copy. NoProvenPlan where they lead elsewhere.

    Where only a part ran, some of its undo takes back what later steps would have done: that is left out.
    """
    scratch = shadow.create(template=current.goal.scratch.name)
    conditions = conditions_of(past.plan)
    with scratch.open() as session:
        if len(past.ran) < len(past.plan.steps):
            past = replace(past, ran=with_needed_undo(session, conditions, past.ran))
        else:
            for step in way_back.undone(past.ran):
                run_step(session, conditions, undoing(step))
    old = goal_of(scratch, current.goal.scope, past.plan.comparing)
    reached = managed_fingerprint(old.catalog, past.plan.comparing)
    comparable = past.plan.origin.partition(":")[0] == reached.partition(":")[0]
    if comparable and reached != past.plan.origin and not way_back.remaining(past.ran):
        raise NoProvenPlan("the way back was run on a copy, and does not lead to the state before the plan")
    return past, old


def _way(live: Live, past: Applied, current: Current, old: Goal, aside: tuple[Kept, ...], conflicts: str) -> _Way:
    """Asks the rows. Raises DataRefused for conflicts."""
    changes = compare(current.goal.catalog, old.catalog, past.plan.comparing)
    restores = way_back.restores(aside, current.goal.catalog, old.catalog)
    resolved = f"--conflicts {KEEP_CURRENT}: they stay aside" if conflicts == KEEP_CURRENT else ""
    findings = counted(live.session, restores, resolved)
    _refuse_conflicts(findings)
    asked = readmitted(changes, current.live, old.catalog, restores, past.ran)
    admitted = _refuse_misfits(live, asked, past.plan.policy.examples)
    lost, before, losing = _kept_aside(live, past, current, old, changes)
    probes = [] if resolved else [finding.probe for finding in findings]
    batches = _batches(aside, current.goal.catalog, old.catalog, past.plan.policy.batch)
    drafts = taking_back.keeping(taking_back.drafts(past.ran, restores, probes, batches), before)
    drafts = taking_back.asking_first(drafts, (finding.probe for finding in admitted))
    return _Way(past, current, old, changes, drafts, (*findings, *lost), losing)


def _batches(aside: tuple[Kept, ...], now: Catalog, then: Catalog, size: int) -> dict[Relation, Batch]:
    """Where more values return than a batch has, to a table that has the same primary key all the way."""
    found = {}
    for each in aside:
        if each.kind == "values" and each.rows > size:
            key, old = (table(catalog, each.schema, each.table).key for catalog in (now, then))
            if key and key == old:
                found[each.schema, each.table] = Batch(qualified(each.schema, each.table), key, size)
    return found


def _aside(live: Live, past: Applied) -> tuple[Kept, ...]:
    """What the plan kept and the way back restores. NoProvenPlan where some of it is gone."""
    there = {each.name: each for each in kept(live.session)}
    names = way_back.restored_names(way_back.undone(past.ran))
    purged = [name for name in names if name not in there]
    if purged:
        raise NoProvenPlan(f"what the plan kept aside was purged, and cannot come back: {', '.join(purged)}")
    return tuple(there[name] for name in names)


def _refuse_conflicts(findings: tuple[Finding, ...]) -> None:
    """What cannot return, unless it was said what becomes of it."""
    open_ones = [finding for finding in findings if finding.count and not finding.resolved_by]
    if open_ones:
        raise DataRefused(
            "something newer is in the place of what would come back; nothing was changed",
            details=(
                *(finding.sentence for finding in open_ones),
                f"--conflicts {KEEP_CURRENT} brings back the others, and leaves these aside",
            ),
        )


def _refuse_misfits(live: Live, asked: tuple[Question, ...], examples: int | None) -> tuple[Finding, ...]:
    """What the state before the plan would admit. Raises DataRefused with the rows that do not fit there."""
    found = ask(live.session, asked, examples)
    misfits = tuple(finding for finding in found if finding.count)
    if misfits:
        raise DataRefused(
            "rows that are there now do not fit the state before the plan: change them first",
            details=refusal_text(misfits),
        )
    return found


def _kept_aside(
    live: Live, past: Applied, current: Current, old: Goal, changes: tuple[Change, ...]
) -> tuple[tuple[Finding, ...], dict[str, tuple[str, ...]], tuple[Finding, ...]]:
    """What came since into tables and columns that go: kept in turn. The last are those that cannot be kept."""
    policy = past.plan.policy
    asked = losses(changes, current.live)
    lost = ask(live.session, asked, None)
    ground = Ground(current.live, old.catalog, way_back.key_of(past.plan), f"{int(policy.quarantine_keep)} seconds")
    returning = frozenset(str(c.ident) for c in changes if c.verb is Verb.CREATE and c.ident.kind == "column")
    all_of_them = Contribution(resolves=returning, declared_losses=frozenset(str(each.about) for each in asked))
    sizes = estimates(current.live, "bytes")
    before = kept_before(ground, zip(asked, lost, strict=True), all_of_them, sizes, policy.quarantine_max).before
    told = tuple(
        replace(finding, resolved_by="kept aside in quarantine")
        for finding in lost
        if finding.count and finding.subject in before
    )
    return told, dict(before), tuple(finding for finding in lost if finding.subject not in before)


def _rehearsed(shadow: Shadow, way: _Way) -> Rehearsed:
    """There, and back again by the plan's own steps. Raises NoProvenPlan where that does not arrive."""
    conditions = conditions_of(way.past.plan)
    measured = measure(shadow, way.current.goal, way.old, way.drafts, conditions.search_path)
    steps = tuple(step_of(number, each, Data()) for number, each in enumerate(measured, 1))
    proof = proof_of(shadow, way.current.goal, way.old, steps, conditions)
    if proof.forward != "equal":
        raise NoProvenPlan(f"the way back was rehearsed and did not arrive: {proof.forward}")
    return Rehearsed(steps, _told(proof, way), tuple(sorted({name for each in measured for name in each.stray})))


def _told(proof: Proof, way: _Way) -> Proof:
    return replace(proof, notes=(*proof.notes, *way_back.remaining(way.past.ran)))


def _plan(live: Live, shadow: Shadow, way: _Way, rehearsed: Rehearsed) -> Plan:
    past, rows = way.past.plan, estimates(way.current.live, "rows")
    hazards = judged(
        live, _profile_of(past), way.current, way.old.catalog, way.old.comparing, rehearsed.steps, way.losses
    )
    return replace(
        past,
        digest="",
        undoes=past.digest,
        target=TargetDatabase(live.address.environment, live.identity.database, live.identity.system),
        live_major=live.major,
        proven_on=shadow.major,
        before=fingerprint(way.current.live, past.comparing),
        after=managed_fingerprint(way.old.catalog, past.comparing),
        origin=managed_fingerprint(way.current.goal.catalog, past.comparing),
        changes=tuple(change_sentence(change) for change in roots(way.changes)),
        definitions=definitions(way.changes, way.current.goal.catalog, way.old.catalog),
        steps=with_codes(rehearsed.steps, hazards),
        verify=(),
        proof=rehearsed.proof,
        hazards=hazards,
        information=(*way_back.remaining(way.past.ran), *_firing(rehearsed.steps, way.current.live)),
        observed=_observed(live, way, rows),
    )


def _firing(steps: Iterable[Step], live: Catalog) -> Iterator[str]:
    """No rule speaks for a way back: whoever reviews it must know what else it sets off."""
    for step in steps:
        if found := fired(step.sql, live):
            yield f"step {step.id} fires {', '.join(found)}: what comes back may be changed by that"


def _observed(live: Live, way: _Way, rows: dict[str, int]) -> Observed:
    seen = marks(way.current.live, way.past.plan.comparing)
    return Observed(rows, estimates(way.current.live, "bytes"), way.findings, live.identity.host, seen)
