"""What a rollback brought back, for its receipt."""

from __future__ import annotations

from collections.abc import Mapping

from difftool.model.plan import Plan
from difftool.model.quarantine import Kept
from difftool.pg.quarantine import kept
from difftool.pg.session import Session
from difftool.planning.ledger_sql import kept_names
from difftool.planning.quarantine import is_restore


def waiting_to_return(session: Session, plan: Plan) -> Mapping[str, Kept]:
    """What the plan restores, by the name of its quarantine table; nothing where it is no rollback."""
    names = kept_names(text for step in plan.steps for text in step.sql if is_restore(text)) if plan.undoes else ()
    return {each.name: each for each in kept(session) if each.name in names}


def returned(session: Session, plan: Plan, before: Mapping[str, Kept]) -> tuple[str, ...]:
    """As "public.jobs.user_id: 136 restored, 1 not: the newer state stays, the old one in quarantine"."""
    after = waiting_to_return(session, plan)
    return tuple(_told(each, after[name].rows) for name, each in before.items() if each.rows)


def _told(before: Kept, left: int) -> str:
    column = next((f".{name.removeprefix('was_')}" for name in before.stored if name.startswith("was_")), "")
    subject = f"{before.schema}.{before.table}{column if before.kind == 'values' else ''}"
    newer = f", {left:,} not: the newer state stays, the old one in quarantine" if left else ""
    return f"{subject}: {before.rows - left:,} restored{newer}"
