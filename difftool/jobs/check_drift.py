"""Whether live is still what its profile says: nothing that was looked at once is looked at again."""

from __future__ import annotations

from pathlib import Path

from difftool.jobs.last_check import LastCheck
from difftool.jobs.live import open_live
from difftool.jobs.parked import parked
from difftool.jobs.work import Work
from difftool.model.drift import Drift
from difftool.model.profile import Profile


def check_drift(work: Work, profile: Profile, state: Path | None = None) -> Drift:
    """Compare live with the profile's target. Writes nothing to live; raises where it cannot be told.

    While a plan to the profile waits half-applied, live is compared with what its last finished step has left. Where
    it was found clean and its catalogs say the same as then, nothing is compared; `state` is the folder in which that
    is remembered, if it is not that of the settings.
    """
    with open_live(work) as live:
        waiting = parked(live.session, profile)
        last = LastCheck.of(work, live, profile, state or Path(work.settings.state))
        unchanged = None if waiting else last.unchanged()
        if unchanged:
            work.say("its catalogs say the same as when it was last found clean")
            return unchanged
        from difftool.jobs.compare_live import compared  # most checks end here, and quickly

        found = compared(work, live, profile, waiting)
        last.remember(found)
        return found
