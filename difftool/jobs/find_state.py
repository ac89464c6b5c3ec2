"""Which profile a database equals, also one that has never seen difftool."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.compare import compare, roots
from difftool.diff.scope import within
from difftool.errors import DifftoolError
from difftool.jobs.admit import short
from difftool.jobs.current import copy_of_live
from difftool.jobs.known_target import known_target
from difftool.jobs.live import Live, open_live, refuse_gaps
from difftool.jobs.target import Target, unclaimed, without
from difftool.jobs.work import Work
from difftool.model.catalog import Catalog
from difftool.model.drift import Standing, Status
from difftool.model.profile import Profile
from difftool.pg import ledger
from difftool.pg.catalog.read import read_catalog
from difftool.pg.shadow import Shadow, open_shadow
from difftool.report.standing import missing_and_extra

TABLES = ("table", "foreign_table")


def find_state(work: Work, profiles: Iterable[Profile]) -> Status:
    """Compare live with every profile. One that cannot be compared is `unknown`, with the reason."""
    with (
        open_live(work) as live,
        open_shadow(work.shadow, live_major=live.major, live_system=live.identity.system) as shadow,
    ):
        whole = read_catalog(live.session)
        refuse_gaps(work, whole)
        standings = tuple(standing(shadow, live, whole, profile) for profile in profiles)
        return Status(standings, _history(live), whole.not_compared)


def standing(shadow: Shadow, live: Live, whole: Catalog, profile: Profile) -> Standing:
    """`whole` is live as it was read. A profile that cannot be compared is `unknown`, with the reason."""
    try:
        target = known_target(shadow, profile, live.session)
        return _compared(shadow, live, whole, profile, target)
    except DifftoolError as error:
        return Standing(profile.name, "unknown", str(error))


def _compared(shadow: Shadow, live: Live, whole: Catalog, profile: Profile, target: Target) -> Standing:
    managed = within(whole, profile.scope)
    wanted = {ident for ident in target.catalog.objects if ident.kind in TABLES}
    if wanted and not wanted & managed.objects.keys():
        number = f"none of its {len(wanted)} tables is here" if len(wanted) > 1 else "its table is not here"
        return Standing(profile.name, "absent", number)
    strangers = unclaimed(managed, target.catalog, profile.scope)
    mine = within(whole, without(profile.scope, strangers))
    if live.major != shadow.major:
        mine = copy_of_live(shadow, live, profile, target).goal.catalog
    changes = compare(mine, target.catalog, target.comparing)
    if not changes:
        return Standing(profile.name, "equal", "")
    return Standing(profile.name, "differs", missing_and_extra(roots(changes)), changes)


def _history(live: Live) -> str:
    entries = ledger.entries(live.session)
    if not entries:
        return "Never touched by difftool before."
    last = entries[-1]
    digest = short(last.digest)
    aim = f", which takes back {short(last.undoes)}" if last.undoes else f" to {last.profile}"
    if last.finished:
        return f"Last: plan {digest}{aim}, applied {last.finished} by {last.by}."
    done = f"{last.steps_done} of {last.steps} steps"
    return f"Waiting: plan {digest}{aim}, {done} since {last.started}, next: {last.next_step}."
