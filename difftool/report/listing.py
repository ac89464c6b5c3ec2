"""Lists: the profiles of a project, and what a check found in order."""

from __future__ import annotations

from collections.abc import Sequence

from difftool.model.profile import Profile
from difftool.report.encode import visible
from difftool.report.json_text import json_text
from difftool.report.layout import table, text_of, wrapped
from difftool.report.style import WIDTH


def profiles_text(profiles: Sequence[Profile], width: int = WIDTH) -> str:
    if not profiles:
        return "no profiles\n"
    rows = [(visible(profile.name), visible(profile.description)) for profile in profiles]
    return text_of(table(rows, width, indent=""))


def profiles_json(profiles: Sequence[Profile]) -> str:
    """A list of `{"name", "description", "file"}`."""
    return json_text([{"name": p.name, "description": p.description, "file": p.place.file} for p in profiles])


def check_text(checked: Sequence[str], width: int = WIDTH) -> str:
    return text_of(line for sentence in checked for line in wrapped(visible(sentence), width))


def check_json(checked: Sequence[str]) -> str:
    """As `{"checked": [sentence]}`."""
    return json_text({"checked": list(checked)})
