"""Every way between profiles that share their tables: planned, applied and taken back, with sample rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import permutations

from difftool.errors import DifftoolError, NoProvenPlan
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.make_plan import make_plan
from difftool.jobs.roll_back import roll_back
from difftool.jobs.target import Target, build_target
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.catalog import Catalog
from difftool.model.matrix import Move
from difftool.model.plan import Plan, UndoKind
from difftool.model.profile import Profile
from difftool.pg.externals import build_externals
from difftool.pg.samples import fill
from difftool.pg.session import Row, Session
from difftool.pg.shadow import Scratch, Shadow, open_shadow
from difftool.pg.worded import worded
from difftool.sql.quote import qualified

Contents = Mapping[str, Sequence[Row]]


def check_moves(work: Work, profiles: Sequence[Profile]) -> tuple[Move, ...]:
    """A verdict for each ordered pair of profiles that manage the same tables. Meets no live database."""
    with open_shadow(work.shadow) as shadow, worded():
        targets = {profile.name: build_target(shadow, profile, None, work.timeout) for profile in profiles}
        return tuple(
            _move(replace(work, shadow=shadow), shadow, start, end, targets[start.name])
            for start, end in permutations(profiles, 2)
            if _tables(targets[start.name].catalog) == _tables(targets[end.name].catalog)
        )


def _tables(catalog: Catalog) -> frozenset[str]:
    return frozenset(str(ident) for ident in catalog.objects if ident.kind == "table")


def _move(work: Work, shadow: Shadow, start: Profile, end: Profile, target: Target) -> Move:
    work.say(f"{start.name} -> {end.name}…")
    with _database(shadow, start, end, target) as (scratch, empty):
        there = replace(work, address=Address(scratch.dsn, "the matrix"), say=lambda _: None)
        try:
            plan = make_plan(there, end)
            if not plan.empty:
                _there_and_back(there, scratch, target.catalog, plan)
        except DifftoolError as error:
            why = "; ".join((str(error), *[line.strip() for line in error.details if line.strip()][:1]))
            return Move(start.name, end.name, "refused", why, no_rows_for=empty)
        return Move(start.name, end.name, *_judged(plan), len(plan.steps), empty)


@contextmanager
def _database(
    shadow: Shadow, start: Profile, end: Profile, target: Target
) -> Iterator[tuple[Scratch, tuple[str, ...]]]:
    """In the state of `start`, with what `end` needs of others, and rows; the tables that have none."""
    scratch = shadow.create(template=target.scratch.name)
    try:
        known = {external.name for external in start.externals}
        build_externals(shadow, scratch, [e for e in end.externals if e.name not in known], None)
        with scratch.open() as session:
            empty = fill(session)
        yield scratch, empty
    finally:
        shadow.drop(scratch)


def _there_and_back(work: Work, scratch: Scratch, catalog: Catalog, plan: Plan) -> None:
    """Raises what planning and applying raise, and NoProvenPlan where the rows do not come back as they were."""
    with scratch.open() as session:
        before = _contents(session, catalog)
    _apply(work, plan)
    _apply(work, roll_back(work))
    with scratch.open() as session:
        after = _contents(session, catalog)
    changed = [name for name, rows in before.items() if after[name] != rows]
    if changed:
        raise NoProvenPlan(f"the way back does not restore the rows of {', '.join(changed)}")


def _apply(work: Work, plan: Plan) -> None:
    dangers = [hazard.code for hazard in plan.hazards]  # nobody is at work in a copy without rows
    apply_plan(work, plan, approve=plan.digest, ask=None, allow=dangers, progress=lambda _: None)


def _contents(session: Session, catalog: Catalog) -> Contents:
    """Rows as JSON, in any order: a column that came back stands last."""
    names = sorted(qualified(ident.schema, ident.name) for ident in catalog.objects if ident.kind == "table")
    return {name: session.rows(f"select to_jsonb(t)::text from {name} as t order by 1") for name in names}


def _judged(plan: Plan) -> tuple[str, str]:
    """With rules, where some take care of rows."""
    rules = _distinct(finding.resolved_by for finding in plan.observed.findings if finding.resolved_by)
    kept = any(step.undo.kind is UndoKind.QUARANTINE or step.rows for step in plan.steps)
    return ("with rules", "; ".join(rules)) if rules or kept else ("lossless", "")


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
