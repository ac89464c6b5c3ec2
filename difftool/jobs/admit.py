"""What must hold before a plan may run: each function refuses with its own error.

Nothing has changed by then, except that what an interrupted step left behind is cleared away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from difftool.diff.fingerprint import managed_fingerprint
from difftool.diff.marks import marks, moved
from difftool.diff.scope import within
from difftool.errors import ApprovalMissing, DataRefused, OtherDatabase, StalePlan, Stopped
from difftool.jobs.expected import is_expected
from difftool.jobs.scene import Scene, see
from difftool.model.address import Address
from difftool.model.plan import Hazard, Plan, Probe, Step
from difftool.pg import ledger
from difftool.pg.catalog.read import read_catalog
from difftool.pg.connection import Identity
from difftool.pg.execute import refused, unmet_now
from difftool.pg.session import Session
from difftool.planning.seal import is_sealed, same

Ask = Callable[[str], bool]
MORE = (10, 2)
"""rows that may have come since a plan was made: so many, and so many times what was seen then"""
LOCKS_OF_ROWS = ("ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE")
"""of statements that read and write rows (manual: "Table-Level Locks")"""
SHOWN = 12
"""characters of a digest that people compare"""


def short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:SHOWN]


def counted(steps: int) -> str:
    return "1 step" if steps == 1 else f"{steps} steps"


def refuse_edited(plan: Plan) -> None:
    if not is_sealed(plan):
        raise ApprovalMissing(
            "the plan was edited after it was made: its digest does not fit; make a new plan and have it reviewed"
        )


def refuse_other_database(plan: Plan, identity: Identity, address: Address) -> None:
    """A plan for a pattern of environments is for each of them; which of them fits, its fingerprint says."""
    target = plan.target
    if target.environment and not fnmatchcase(address.environment, target.environment):
        here = f"environment {address.environment}" if address.environment else "a database named without one"
        raise OtherDatabase(f"the plan is for environment {target.environment}, this is {here}")
    if target.many:
        return
    if (target.database, target.system) != (identity.database, identity.system):
        raise OtherDatabase(
            f"the plan is for database {target.database} of server {target.system}, "
            f"this is {identity.database} of server {identity.system}"
        )


def remaining(session: Session, plan: Plan, *, resume: bool) -> tuple[Step, ...]:
    """The steps that have not run yet; none where the plan is complete and `resume` was asked for."""
    _refuse_while_another_waits(session, plan)
    progress = ledger.progress(session, plan.digest)
    if progress is None:
        return plan.steps
    if progress.finished and not resume:
        raise StalePlan(f"this plan was applied on {progress.finished}; nothing is left to do")
    steps = tuple(step for step in plan.steps if step.id not in progress.done)
    if steps and not resume:
        raise Stopped(
            f"{len(progress.done)} of {len(plan.steps)} steps of this plan have run, next: {steps[0].title}",
            details=("To go on: difftool apply PLAN --resume",),
        )
    return steps


def _refuse_while_another_waits(session: Session, plan: Plan) -> None:
    for entry in ledger.entries(session):
        if entry.profile == plan.profile and entry.waiting and entry.digest not in (plan.digest, plan.undoes):
            raise StalePlan(
                f"plan {short(entry.digest)} of {entry.profile} waits at: {entry.next_step}; "
                "finish it or roll it back first"
            )


def refuse_stale(session: Session, plan: Plan) -> Scene:
    """Live must be as the plan expects it: as it was when planned, or as our last step has left it. It is as seen."""
    progress = ledger.progress(session, plan.digest)
    seen = see(session, plan)
    if not is_expected(seen, plan, progress):
        begun = progress is not None and bool(progress.done)
        since = "the last step of it ran" if begun else "it was planned"
        remedy = "take that back and --resume, or difftool rollback" if begun else "make a new plan"
        raise StalePlan(
            f"the database has changed in the plan's scope since {since}: {remedy}",
            details=_moved(seen, plan, progress),
        )
    return seen


def is_there(session: Session, plan: Plan) -> bool:
    """Whether one of the many databases that a plan is for needs nothing: it is what the plan would make of it."""
    if not plan.target.many or plan.proven_on != plan.live_major or ledger.progress(session, plan.digest):
        return False
    return managed_fingerprint(within(read_catalog(session), plan.scope), plan.comparing) == plan.after


def _moved(seen: Scene, plan: Plan, progress: ledger.Progress | None) -> tuple[str, ...]:
    """Which objects are not as they were; those that the plan's own steps have changed only where there is no other."""
    if not plan.observed.marks:
        return ()
    done = progress.done if progress else frozenset()
    touched = [name for step in plan.steps if step.id in done for name in (*step.touches, *_changed_by(step))]
    now = marks(seen.catalog, plan.comparing)
    others = tuple(moved(plan.observed.marks, now, touched))
    both = "where the plan's own steps have changed something, too"
    return others or tuple(f"{line}, {both}" for line in moved(plan.observed.marks, now))


def _changed_by(step: Step) -> Iterator[str]:
    """The relations that it locks as what changes them does: an index does not say of which table it is."""
    return (f"relation {name}" for name, mode in step.locks.items() if mode not in LOCKS_OF_ROWS)


def left_behind(session: Session, plan: Plan) -> bool:
    """Whether the database has gone on since the plan's last step: then it need not be what the plan promised."""
    progress = ledger.progress(session, plan.digest)
    return progress is not None and progress.state not in ("", see(session, plan).state)


def refuse_data(session: Session, plan: Plan, steps: tuple[Step, ...]) -> None:
    """Ask the probes before anything runs; each is asked again inside its step.

    What an earlier step may take care of is asked too, though any answer will do that is about the one that was
    reviewed: whoever may not see the rows is to learn it now. A probe that names what an earlier step is yet to make
    can only be asked in its own; of a step that has begun, all was asked.
    """
    lines: list[str] = []
    cleaned: set[str] = set()
    progress = ledger.progress(session, plan.digest)
    for step in steps:
        for probe in step.probes if not (progress and step.id in progress.half_done) else ():
            failed = unmet_now(session, probe)
            lines += _grown(plan, step, failed) if cleaned & step.locks.keys() else refused(step, failed)
        cleaned |= {name for name, mode in step.locks.items() if step.rows and mode == "ROW EXCLUSIVE"}
    if lines:
        raise DataRefused("the data would break the plan; nothing was changed", details=lines)


def _grown(plan: Plan, step: Step, failed: tuple[tuple[Probe, int], ...]) -> tuple[str, ...]:
    """What was to be cleaned up is many more rows than whoever reviewed the plan has seen."""
    seen = {finding.probe.ask: finding.count for finding in plan.observed.findings}
    grown = [(p, count) for p, count in failed if p.ask in seen and count > MORE[0] + MORE[1] * seen[p.ask]]
    return tuple(
        f"{line}; {seen[probe.ask]:,} when the plan was made: make a new plan"
        for (probe, _), line in zip(grown, refused(step, grown), strict=True)
    )


@dataclass(frozen=True, slots=True)
class Approval:
    """What speaks for a plan. `digest` is of the one that was reviewed, None where none was given."""

    digest: str | None
    ask: Ask | None
    """puts a question to a person; None where nobody can be asked"""
    allow: Collection[str] = ()
    """codes of hazards that were agreed to"""
    signer: str = ""
    """who has signed the plan: that is enough where nobody can be asked"""


def require_approval(plan: Plan, identity: Identity, steps: Sequence[Step], approval: Approval) -> str:
    """How the plan was approved, for the ledger; hazards that the policy wants confirmed are part of the question."""
    digest, signed = short(plan.digest), f"signed by {approval.signer}" if approval.signer else ""
    hazards = _unconfirmed(plan, steps, approval.allow)
    if approval.digest is not None or (signed and approval.ask is None):
        if approval.digest is not None and not same(plan.digest, approval.digest):
            raise ApprovalMissing(f"--approve names another plan; this one is {digest}")
        _refuse_unconfirmed(hazards)
        allowed = f"{', '.join(sorted(set(approval.allow)))} allowed" if approval.allow else ""
        return ", ".join(filter(None, [signed or "by digest", allowed]))
    if approval.ask is None:
        raise ApprovalMissing(f"nobody can be asked here: review the plan, then add --approve {digest}")
    question = f"{counted(len(steps))} on {identity.database} at {identity.host}. Apply this plan, {digest}?"
    if not approval.ask(" ".join(filter(None, [elsewhere(plan, identity), *map(_danger, hazards), question]))):
        raise ApprovalMissing("not approved; nothing was changed")
    return ", ".join(filter(None, [signed, "on a terminal"]))


def _unconfirmed(plan: Plan, steps: Sequence[Step], allow: Collection[str]) -> tuple[Hazard, ...]:
    """The dangers of these steps that somebody must agree to and nobody has."""
    ours = {step.id for step in steps}
    return tuple(h for h in plan.hazards if h.verdict == "confirm" and h.step in ours and h.code not in allow)


def _refuse_unconfirmed(hazards: Sequence[Hazard]) -> None:
    if hazards:
        codes = dict.fromkeys(hazard.code for hazard in hazards)
        raise ApprovalMissing(
            "the policy wants hazards of this plan confirmed: add " + " ".join(f"--allow {code}" for code in codes),
            details=map(_danger, hazards),
        )


def _danger(hazard: Hazard) -> str:
    return f"{hazard.code} in step {hazard.step}, {hazard.object}: {hazard.effect}."


def elsewhere(plan: Plan, identity: Identity) -> str:
    """A copy of a database has the same name and system identifier; only its place tells. Empty for the same place."""
    planned = plan.observed.host
    here = not planned or planned == identity.host or plan.target.many
    return "" if here else f"The plan was made at {planned}, not here at {identity.host}."
