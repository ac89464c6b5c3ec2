"""From options to what jobs take: the project's settings, the database, the profiles, the work."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path

from difftool.cli.given import Options
from difftool.errors import UsageError
from difftool.files.addresses import resolve
from difftool.files.profiles import load_profile
from difftool.files.settings import load_settings
from difftool.jobs.work import Work, where_shadows_are
from difftool.model.profile import Profile, Settings


def settings_for(options: Options) -> Settings:
    return load_settings(Path.cwd(), Path(options.config) if options.config else None)


def profile_for(options: Options, settings: Settings) -> Profile:
    if not options.profile:
        raise UsageError("name the target: --profile NAME (difftool profiles lists them)")
    return load_profile(options.profile, settings)


def own_shadow(options: Options, settings: Settings) -> str:
    """Where shadows are to be. Raises Unreachable for an unreadable URL."""
    return where_shadows_are(options.shadow, settings)


def work_on_files(options: Options, settings: Settings) -> Work:
    """For jobs that meet no live database."""
    return Work(
        settings,
        shadow=own_shadow(options, settings),
        timeout=options.timeout,
        strict=options.strict,
        say=options.voice,
    )


def work_on_database(options: Options, settings: Settings, environment: str = "") -> Work:
    """For jobs on the one database that is meant; `environment` is what to take where no option names one."""
    named = options.environment
    if named is None and options.db is None:
        named = environment or None
    address = resolve(options.db, _single(named, settings), settings, os.environ)
    files = work_on_files(options, settings)
    return Work(files.settings, address, files.shadow, files.timeout, files.strict, files.say)


def _single(name: str | None, settings: Settings) -> str | None:
    """A pattern where one database is meant must leave no choice."""
    if name is None or name in settings.environments:
        return name
    matching = environments_matching(name, settings)
    if len(matching) > 1:
        raise UsageError(f"--environment {name} matches {', '.join(matching)}; name one of them")
    return matching[0] if matching else name


def environments_matching(pattern: str, settings: Settings) -> tuple[str, ...]:
    return tuple(name for name in settings.environments if fnmatchcase(name, pattern))
