"""Two scripts for psql, there and back, that stop at the first error."""

from __future__ import annotations

from difftool.export.layout import file_of, forward, ways_back
from difftool.model.migration import Portable

_STOPS = "\\set ON_ERROR_STOP on"


def psql_files(plan: Portable) -> dict[str, str]:
    up = (forward(plan, portion) for portion in plan.portions)
    return {
        f"{plan.slug}.sql": file_of(plan, [_STOPS, *up]),
        f"{plan.slug}_back.sql": file_of(plan, [_STOPS, *ways_back(plan, plan.portions)]),
    }
