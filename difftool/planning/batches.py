"""A statement in batches: each takes the next rows in the order of the primary key, in a transaction of its own.

The statement is written once, whole, with a comment (`MARK`) where a batch adds its bounds; run as it stands, as in an
SQL editor, it does everything at once. It calls the table `t`. A batch without key takes the next so many of what is
found (`PORTION`), until nothing is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from difftool.model.plan import Batch, Step
from difftool.planning.draft import Draft
from difftool.planning.marks import KEPT_MARK, MARK, PORTION
from difftool.planning.stretches import Stretch
from difftool.sql.quote import identifier


def whole(statement: str) -> str:
    """Without the mark: for what is never run in batches."""
    for mark in (MARK, KEPT_MARK, PORTION):
        statement = statement.replace(f" {mark}", "")
    return statement


def is_marked(draft: Draft) -> bool:
    return any(mark in text for text in draft.statements for mark in (MARK, PORTION))


def in_batches(draft: Draft, batch: Batch | None) -> Draft:
    """The draft as it is to be run: in batches, or where there is no batch, in one go."""
    if batch:
        by_portion = any(PORTION in text for text in draft.statements)
        return replace(draft, batch=replace(batch, key=()) if by_portion else batch)
    return replace(draft, statements=tuple(map(whole, draft.statements)))


def part_of(step: Step, batch: Batch, stretch: Stretch) -> Step:
    """One batch: the rows of the stretch, or where there is no key, the next so many that are found.

    What the step depends on is asked before the first one.
    """
    if not batch.key:
        sql = tuple(text.replace(PORTION, f"{PORTION} limit {batch.size}") for text in step.sql)
        return replace(step, sql=sql, batch=None)
    sql = step.sql
    for mark, prefix in ((MARK, "t."), (KEPT_MARK, "k.key_")):
        bounds = stretch.bounds([_prefixed(prefix, name) for name in batch.key])
        sql = tuple(text.replace(mark, f"{mark}{bounds}") for text in sql)
    return replace(step, sql=sql, batch=None, probes=() if stretch.after else step.probes)


def _prefixed(prefix: str, name: str) -> str:
    """As `t.id` or `k.key_id`."""
    table, _, start = prefix.partition(".")
    return f"{table}.{identifier(start + name)}"


def batched(draft: Draft, batches: Mapping[tuple[str, str], Batch]) -> Draft:
    """Marked statements on a table with a batch in batches, all others whole; what has its own batch keeps it."""
    if draft.batch:
        return draft
    return in_batches(draft, batches.get(draft.relation) if is_marked(draft) else None)


def pause_after(rows: int, seconds: float, per_second: int | None) -> float:
    """Seconds to wait after a batch that changed so many rows in so many seconds."""
    return max(0.0, rows / per_second - seconds) if per_second else 0.0
