"""Timestamped files for `supabase/migrations`: one a step, and never a way back, which Supabase would run too."""

from __future__ import annotations

from datetime import timedelta

from difftool.export.layout import file_of, forward
from difftool.export.moments import digits, next_moment
from difftool.model.migration import Migrations, Portable


def supabase_files(plan: Portable, there: Migrations, timestamp: str) -> dict[str, str]:
    """A statement that may not run in a transaction has a file to itself.

    Raises UsageError where no moment can be told, see `next_moment`.
    """
    first = next_moment(max((migration.number for migration in there.migrations), default=""), timestamp)
    return {
        f"{digits(first + timedelta(seconds=place))}_{plan.slug}_{portion.slug}.sql": file_of(
            plan, [forward(plan, portion)]
        )
        for place, portion in enumerate(plan.portions)
    }
