"""What plans have kept aside in a database: listed, shown, purged."""

from __future__ import annotations

from difftool.errors import ApprovalMissing, UsageError
from difftool.jobs.live import open_live
from difftool.jobs.work import Work
from difftool.model.quarantine import Kept, Purge, Shown
from difftool.pg import quarantine
from difftool.pg.locks import alone
from difftool.report.quarantine import kept_line


def list_kept(work: Work) -> tuple[Kept, ...]:
    """Oldest first; nothing where difftool has never been at work."""
    with open_live(work) as live:
        return quarantine.kept(live.session)


def show_kept(work: Work, name: str, limit: int) -> Shown:
    """Up to `limit` rows of one quarantine table; UsageError where there is none of that name."""
    with open_live(work) as live:
        wanted = f"difftool.{name.removeprefix('difftool.')}"
        found = next((each for each in quarantine.kept(live.session) if each.name == wanted), None)
        if found is None:
            raise UsageError(f"nothing is kept aside as {name} (difftool quarantine list names what is)")
        return Shown(found, found.stored, quarantine.rows_of(live.session, found, limit))


def purge(work: Work, before: str, *, yes: bool) -> Purge:
    """Drop what was kept before a day (ISO, UTC), if its time has passed and no unfinished plan works with it.

    Raises ApprovalMissing without `yes`, naming what would be dropped.
    """
    with open_live(work, read_only=not yes) as live:
        if not yes:
            planned = _chosen(quarantine.kept(live.session), before)
            if not planned.gone:
                return planned
            raise ApprovalMissing(
                "nothing was dropped: --yes is missing; it would drop, for ever,",
                details=(*map(kept_line, planned.gone), *(f"left: {each.name}: {why}" for each, why in planned.left)),
            )
        with alone(live.session):
            chosen = _chosen(quarantine.kept(live.session), before)
            for each in chosen.gone:
                quarantine.drop(live.session, each)
            return chosen


def _chosen(kept: tuple[Kept, ...], before: str) -> Purge:
    old = [each for each in kept if each.kept_at < before]
    left = tuple((each, why) for each in old if (why := _why_left(each)))
    return Purge(tuple(each for each in old if not _why_left(each)), left)


def _why_left(each: Kept) -> str:
    return each.needed or ("" if each.expired else f"is to be kept until {each.keep_until}")
