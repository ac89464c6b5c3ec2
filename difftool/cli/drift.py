"""`difftool drift`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from difftool.cli import fleet
from difftool.cli.options import DATABASE, PROVING, Duration, Options, takes

if TYPE_CHECKING:
    from difftool.model.alert import Watched
    from difftool.model.profile import Settings
    from difftool.pg.shadow import Shadows

DRIFTED = 2
Pair = tuple[str | None, str]
"""environment and profile"""


@click.command()
@click.option("--all", "everywhere", is_flag=True, help="Each profile of each environment of the settings.")
@click.option("--notify", metavar="URL", multiple=True, help="Whom to tell; may be repeated. With --all: the settings.")
@click.option("--state", metavar="DIR", help="Remembers what was told and found; default: the settings' state.")
@click.option("--remind", type=Duration(), metavar="7d", default="7d", help="After how long it is told again.")
@fleet.AT_ONCE
@fleet.SHARD
@takes(*DATABASE, *PROVING, "profile", formats=("text", "json", "markdown", "sql"))
def command(
    options: Options,
    everywhere: bool,
    notify: tuple[str, ...],
    state: str | None,
    remind: float,
    at_once: int,
    shard: tuple[int, int] | None,
) -> int:
    """See whether the database has left its profile: 0 clean, 2 drift, others for errors. Changes nothing.

    --notify takes the address of a webhook, or any that apprise knows. Each drift is told once, again after --remind,
    and when it is over; what could not be checked is told, too. Ends with 40 where somebody could not be told.
    """
    from difftool.cli.alerting import receivers_for, tell
    from difftool.cli.project import own_shadow, settings_for
    from difftool.errors import outranking
    from difftool.jobs.at_once import each
    from difftool.pg.shadow import Shadows

    settings = settings_for(options)
    folder = Path(state or settings.state)
    receivers = receivers_for(settings, notify, everywhere=everywhere)
    with ExitStack() as stack:
        shadows = Shadows(own_shadow(options, settings), stack)
        pairs = fleet.in_shard(_pairs(options, settings, everywhere=everywhere), shard)
        watch = partial(_watched, options, settings, shadows, folder, alone=len(pairs) == 1)
        watched = each(pairs, lambda pair: watch(*pair), at_once, kind=itemgetter(1))
        found = [_heard(options, *one) for one in watched]
    told = tell(found, receivers, str(folder), remind, options.voice) if receivers else 0
    _deliver(options, found)
    return outranking([*map(_exit_code, found), told])


def _pairs(options: Options, settings: Settings, *, everywhere: bool) -> list[Pair]:
    """No environment = the database that the options and variables name."""
    from difftool.cli.project import environments_matching

    if everywhere and (options.db or options.environment or options.profile):
        raise click.UsageError(
            "--all takes databases and profiles from the settings: no --db, --environment, --profile"
        )
    pattern = "*" if everywhere else options.environment
    if pattern is None:
        if not options.profile:
            raise click.UsageError("name what to check: --profile, --environment or --all")
        return [(None, options.profile)]
    names = environments_matching(pattern, settings)
    for name in names:
        if not options.profile and not settings.environments[name].profiles:
            options.voice(f"{name}: not checked, the settings name no profiles for it")
    pairs = [
        (n, p) for n in names for p in ([options.profile] if options.profile else settings.environments[n].profiles)
    ]
    if not pairs:
        raise click.UsageError("the settings name no environment with profiles that this could check")
    return [*pairs]


def _heard(options: Options, watched: Watched, message: str) -> Watched:
    if message:
        options.voice.hush()
        print(message, file=sys.stderr)
    return watched


def _watched(
    options: Options,
    settings: Settings,
    shadows: Shadows,
    state: Path,
    environment: str | None,
    profile: str,
    *,
    alone: bool,
) -> tuple[Watched, str]:
    """With what is to be said of a failure: a bug in one check must not hide what the others find."""
    from difftool.cli.outcome import BUG, bug, told
    from difftool.cli.project import profile_for, work_on_database
    from difftool.errors import DifftoolError
    from difftool.jobs.check_drift import check_drift
    from difftool.jobs.tell_drift import database_of
    from difftool.jobs.work import silent
    from difftool.model.alert import Watched
    from difftool.model.review import Refusal
    from difftool.report.encode import redacted

    asked = replace(options, environment=environment, profile=profile)
    database = ""
    try:
        target = profile_for(asked, settings)
        work = replace(work_on_database(asked, settings), shadow=shadows)
        work = work if alone else replace(work, say=silent)
        database = database_of(work.address) if work.address else ""
        return Watched(environment or "", profile, database, check_drift(work, target, state)), ""
    except DifftoolError as error:
        message, failure = told(error), Refusal(redacted(str(error)), error.exit_code)
    except Exception as error:  # noqa: BLE001  # said as a bug, with its exit code
        message = bug(error, verbose=options.verbose)
        failure = Refusal(f"a bug in difftool: {type(error).__name__}", BUG)
    return Watched(environment or "", profile, database, failure=failure), redacted(message)


def _exit_code(found: Watched) -> int:
    if found.failure:
        return found.failure.exit_code
    return 0 if found.clean else DRIFTED


def _deliver(options: Options, found: list[Watched]) -> None:
    from difftool.cli.output import deliver, deliver_exactly, screen
    from difftool.report.drift import drift_json, drift_markdown, drift_sql, drift_text, unchecked

    drifts = [one.drift for one in found if one.drift]
    failed = [(w.environment, w.profile, w.failure.message, w.failure.exit_code) for w in found if w.failure]
    if options.format == "json":
        deliver(options, drift_json(drifts, failed))
        return
    missing = [unchecked(*failure, options.format or "text") for failure in failed]
    if options.format == "sql":
        deliver_exactly(options, "\n".join([*map(drift_sql, drifts), *missing]))
    elif options.format == "markdown":
        deliver(options, "\n".join([*map(drift_markdown, drifts), *missing]))
    else:
        deliver(options, "".join([*(drift_text(drift, *screen(options)) for drift in drifts), *missing]))
