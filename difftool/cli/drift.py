"""`difftool drift`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from difftool.cli.options import DATABASE, PROVING, Options, takes

if TYPE_CHECKING:
    from difftool.model.drift import Drift
    from difftool.model.profile import Settings
    from difftool.pg.shadow import Shadows

DRIFTED = 2


@dataclass(frozen=True)
class Failure:
    """A check without a verdict: never told as clean."""

    environment: str
    profile: str
    reason: str
    exit_code: int


@click.command()
@click.option("--all", "everywhere", is_flag=True, help="Each profile of each environment of the settings.")
@takes(*DATABASE, *PROVING, "profile", formats=("text", "json", "markdown", "sql"))
def command(options: Options, everywhere: bool) -> int:
    """See whether the database has left its profile: 0 clean, 2 drift, others for errors. Changes nothing."""
    from difftool.cli.project import own_shadow, settings_for
    from difftool.errors import outranking
    from difftool.pg.shadow import Shadows

    settings = settings_for(options)
    with ExitStack() as stack:
        shadows = Shadows(own_shadow(options, settings), stack)
        pairs = _pairs(options, settings, everywhere=everywhere)
        outcomes = [_outcome(options, settings, shadows, *pair) for pair in pairs]
    _deliver(options, outcomes)
    return outranking(_exit_code(outcome) for outcome in outcomes)


def _pairs(options: Options, settings: Settings, *, everywhere: bool) -> list[tuple[str | None, str]]:
    """(environment, profile); no environment = the database that the options and variables name."""
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
    pairs = [
        (n, p) for n in names for p in ([options.profile] if options.profile else settings.environments[n].profiles)
    ]
    if not pairs:
        raise click.UsageError("the settings name no environment with profiles that this could check")
    return [*pairs]


def _outcome(
    options: Options, settings: Settings, shadows: Shadows, environment: str | None, profile: str
) -> Drift | Failure:
    from difftool.cli.outcome import BUG, bug, told
    from difftool.cli.project import profile_for, work_on_database
    from difftool.errors import DifftoolError
    from difftool.jobs.check_drift import check_drift
    from difftool.report.encode import redacted

    asked = replace(options, environment=environment, profile=profile)
    try:
        target = profile_for(asked, settings)
        return check_drift(replace(work_on_database(asked, settings), shadow=shadows), target)
    except DifftoolError as error:
        said, reason, exit_code = told(error), str(error), error.exit_code
    except Exception as error:  # noqa: BLE001  # a bug in one check: the others are still to be made
        said, reason, exit_code = bug(error, verbose=options.verbose), f"a bug in difftool: {error}", BUG
    options.voice.hush()
    print(redacted(said), file=sys.stderr)
    return Failure(environment or "", profile, reason, exit_code)


def _exit_code(outcome: Drift | Failure) -> int:
    if isinstance(outcome, Failure):
        return outcome.exit_code
    return 0 if outcome.clean else DRIFTED


def _deliver(options: Options, outcomes: list[Drift | Failure]) -> None:
    from difftool.cli.output import deliver, deliver_exactly, screen
    from difftool.report.drift import drift_json, drift_markdown, drift_sql, drift_text, unchecked

    drifts = [outcome for outcome in outcomes if not isinstance(outcome, Failure)]
    failed = [(f.environment, f.profile, f.reason, f.exit_code) for f in outcomes if isinstance(f, Failure)]
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
