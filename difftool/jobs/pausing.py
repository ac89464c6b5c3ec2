"""Whether applying may go on in a database: the flag that `difftool pause` sets and takes away."""

from __future__ import annotations

from difftool.jobs.live import open_live
from difftool.jobs.work import Work
from difftool.pg.pause import go_on, pause, paused


def set_pause(work: Work, *, off: bool) -> str:
    """Set the flag, or take it away; how things stand then, empty = nothing is paused."""
    with open_live(work, read_only=False) as live:
        (go_on if off else pause)(live.session)
        return paused(live.session)
