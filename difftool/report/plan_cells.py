"""What a reviewer wants to know about one step, in a few words each: whom it blocks, and what it touches."""

from __future__ import annotations

import re

from difftool.model.plan import Phase, Plan, Step
from difftool.report.layout import counted, duration, number

_BLOCKS = {
    "ACCESS EXCLUSIVE": "reads and writes",
    "EXCLUSIVE": "writes",
    "SHARE ROW EXCLUSIVE": "writes",
    "SHARE": "writes",
}
"""lock mode -> what other sessions must wait with (manual: "Explicit Locking", table of conflicting modes)"""
_MANY = 4
"""objects that a cell names one by one; beyond, they are counted"""


def blocks(step: Step) -> str:
    """As "writes: llm_workflow_jobs, profiles"; "-" where nobody's reading or writing waits."""
    waiting: dict[str, list[str]] = {}
    for relation, mode in sorted(step.locks.items()):
        if mode in _BLOCKS:
            waiting.setdefault(_BLOCKS[mode], []).append(short(relation))
    return "; ".join(f"{what}: {_some(relations)}" for what, relations in sorted(waiting.items())) or "-"


def touches(plan: Plan, step: Step) -> str:
    """What of the data is written or read, and else which objects change."""
    data = [f"rewrites {short(relation)}{_rows(plan, relation)}" for relation in step.rewrites]
    if step.phase is Phase.VALIDATE:
        data += [f"reads {short(r)}{_rows(plan, r)}" for r, m in sorted(step.locks.items()) if _is_scanned(m)]
    if step.rows:
        apart = f", {number(step.batch.size)} at a time" if step.batch else ""
        locked = sorted(step.locks.items())
        written = [short(r) for r, m in locked if _is_written(m)] or [short(r) for r, _ in locked]
        data += [f"rows of {_some(written)}{apart}"]
    return "; ".join(data) or _some([_without_public(name) for name in step.touches]) or "-"


def _is_scanned(mode: str) -> bool:
    """VALIDATE CONSTRAINT locks what it scans in this mode, and what is referred to in a weaker one."""
    return mode == "SHARE UPDATE EXCLUSIVE"


def _is_written(mode: str) -> bool:
    return mode == "ROW EXCLUSIVE"


def _rows(plan: Plan, relation: str) -> str:
    rows = plan.observed.rows.get(relation)
    return "" if rows is None else f" ({number(rows)} rows)"


def short(relation: str) -> str:
    return relation.removeprefix("public.")


def _without_public(name: str) -> str:
    """Short, too, where a part repeats its table's name: "constraint t.t_fkey" is "constraint t_fkey"."""
    return re.sub(r" (\w+)\.(?=\1_\w+$)", " ", name.replace(" public.", " ", 1))


def _some(names: list[str]) -> str:
    return (
        ", ".join(names)
        if len(names) <= _MANY
        else f"{', '.join(names[: _MANY - 1])} and {len(names) - _MANY + 1} more"
    )


def way_back(plan: Plan) -> list[str]:
    """Sentences: lossless altogether, or step by step what it takes and what cannot be undone."""
    if plan.undoes:
        return [f"apply plan {plan.undoes.removeprefix('sha256:')[:12]} again"]
    kinds = {step.undo.kind.value for step in plan.steps}
    if "irreversible" not in kinds:
        kept = f"kept {duration(plan.policy.quarantine_keep)}"
        return [
            f"lossless: values and rows come back from quarantine ({kept})" if "quarantine" in kinds else "lossless"
        ]
    lost = [step for step in plan.steps if step.undo.kind.value == "irreversible"]
    return [f"step {step.id} cannot be undone" + (f": {step.undo.why}" if step.undo.why else "") for step in lost]


def proof(plan: Plan) -> list[str]:
    """Sentences about what the rehearsal showed, the verdict first."""
    shown = plan.proof
    verdict = f"on a copy of the live schema: forward {shown.forward}, back {shown.back}"
    told = [f"{verdict}, pg_dump as observer {shown.observer}"]
    told += [f"{counted(shown.sample_rows, 'sample row')} went there and back"] if shown.sample_rows else []
    if plan.proven_on != plan.live_major:
        told.append(f"rehearsed on {plan.proven_on}, live is {plan.live_major}")
    if shown.no_rows_for:
        told.append(f"no sample rows for {', '.join(map(short, shown.no_rows_for))}")
    return [*told, *shown.notes]


def where(plan: Plan) -> str:
    """As "production: app on db.example.org:5432, PostgreSQL 15"."""
    named = f"{plan.target.environment}: " if plan.target.environment and plan.target.database else ""
    remote = plan.observed.host and not plan.observed.host.startswith("/")  # a socket's folder tells nobody anything
    host = f" on {plan.observed.host}" if remote else ""
    return f"{named}{plan.target.name}{host}, PostgreSQL {plan.live_major}"
