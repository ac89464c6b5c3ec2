"""Moments as migrations are named by them: `20260131120000`, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from difftool.errors import UsageError

_FORM = "%Y%m%d%H%M%S"


def next_moment(newest: str, given: str) -> datetime:
    """The one that was given, else a second after the newest there is, so that the same export has the same names.

    Raises UsageError where there is neither, and for one that is not later than the newest.
    """
    if not (given or newest):
        raise UsageError("there is no migration yet to go on from: name a moment, as --timestamp 20260131120000 (UTC)")
    if not given:
        return moment(newest) + timedelta(seconds=1)
    if newest and moment(given) <= moment(newest):
        raise UsageError(
            f"--timestamp {given} is not later than the newest migration there, {newest}: it would not run"
        )
    return moment(given)


def moment(text: str) -> datetime:
    """Raises UsageError for what is none."""
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
    except ValueError:
        raise UsageError(f'"{text}" is no moment as 20260131120000, fourteen digits of UTC') from None


def digits(when: datetime) -> str:
    return when.strftime(_FORM)
