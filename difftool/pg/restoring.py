"""What a rollback would bring back, counted before anything runs."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.model.plan import Finding
from difftool.pg.session import Session
from difftool.planning.way_back import Restore, conflicts, newer


def counted(session: Session, restores: Iterable[Restore], resolved_by: str) -> tuple[Finding, ...]:
    """A finding for each quarantine table that is not empty: `count` are conflicts, `of` is what is kept.

    `resolved_by` is what takes care of conflicts. Where the place to which it returns has yet to be made again,
    nothing newer can be there: all of it counts as returning.
    """
    return tuple(_counted(session, each, resolved_by) for each in restores if each.kept.rows)


def _counted(session: Session, restore: Restore, resolved_by: str) -> Finding:
    probe = conflicts(restore)
    of = restore.kept.rows
    count, changed = (int(session.value(question)) for question in (probe.ask, newer(restore)))
    what = "value" if restore.column else "row"
    told = [f"{of - count - changed:,} of {of:,} {what}{'' if of == 1 else 's'} of {restore.subject} come back"]
    told += [f"{changed:,} changed or deleted since: the newer state stays"] if changed else []
    told += [f"{count:,} in conflict: key or unique value taken, or what they refer to is gone"] if count else []
    return Finding(probe, restore.subject, count, of, "; ".join(told), resolved_by=resolved_by if count else "")
