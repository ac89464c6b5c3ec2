"""Numbered pairs of files, up and down, that go on where a folder's numbers end."""

from __future__ import annotations

from itertools import groupby

from difftool.export.layout import file_of, forward, ways_back
from difftool.model.migration import Migrations, Portable, Portion

_DIGITS = 3


def pair_files(plan: Portable, there: Migrations) -> dict[str, str]:
    """One pair; several where a statement must have a file to itself."""
    files: dict[str, str] = {}
    numbers = [migration.number for migration in there.migrations]
    digits = max(map(len, numbers), default=_DIGITS)
    number = max(map(int, numbers), default=0)
    groups = [tuple(portions) for _, portions in groupby(enumerate(plan.portions), _together)]
    for group in groups:
        portions = tuple(portion for _, portion in group)
        number += 1
        slug = plan.slug if len(groups) == 1 else f"{plan.slug}_{portions[0].slug}"
        name = f"{number:0{digits}}_{slug}"
        files[name + there.endings[0]] = file_of(plan, (forward(plan, portion) for portion in portions))
        files[name + there.endings[1]] = file_of(plan, ways_back(plan, portions))
    return files


def _together(numbered: tuple[int, Portion]) -> int:
    """One key for all that may share a file, another for each that stands alone."""
    place, portion = numbered
    return -1 if portion.transaction else place
