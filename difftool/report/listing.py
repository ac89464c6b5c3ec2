"""Lists: the profiles of a project, and what a check found in order."""

from __future__ import annotations

from collections.abc import Sequence

from difftool.model.profile import Listed
from difftool.report.encode import visible
from difftool.report.json_text import json_text
from difftool.report.layout import table, text_of, wrapped
from difftool.report.style import WIDTH


def profiles_text(listed: Sequence[Listed], width: int = WIDTH) -> str:
    if not listed:
        return "no profiles\n"
    rows = [(visible(each.name), visible(_described(each))) for each in listed]
    return text_of(table(rows, width, indent=""))


def _described(each: Listed) -> str:
    return each.profile.description if each.profile else f"does not load: {each.error}"


def profiles_json(listed: Sequence[Listed]) -> str:
    """A list of `{"name", "description", "file", "error"}`; without a description and file where there is an error."""
    return json_text([{"name": each.name, **_facts(each)} for each in listed])


def _facts(each: Listed) -> dict[str, str | None]:
    profile = each.profile
    return {
        "description": profile.description if profile else None,
        "file": profile.place.file if profile else None,
        "error": each.error or None,
    }


def check_text(checked: Sequence[str], width: int = WIDTH) -> str:
    return text_of(line for sentence in checked for line in wrapped(visible(sentence), width))


def check_json(checked: Sequence[str]) -> str:
    """As `{"checked": [sentence]}`."""
    return json_text({"checked": list(checked)})
