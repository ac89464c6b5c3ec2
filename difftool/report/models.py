"""Models, snapshot and live side by side: only what is not the same everywhere."""

from __future__ import annotations

from difftool.model.models import Disagreement, ThreeWays
from difftool.report.encode import cell, code, visible
from difftool.report.json_text import json_text
from difftool.report.layout import counted, table, text_of, wrapped
from difftool.report.style import PLAIN, WIDTH, Style

NOT_SHOWN = "Models do not show triggers, policies, views, functions, privileges and comments: not compared."

_NAMED = 5
"""tables outside of the profile that are named; JSON has them all"""


def models_text(found: ThreeWays, width: int = WIDTH, style: Style = PLAIN) -> str:
    lines = [style.bold(visible(_verdict(found)))]
    if found.disagreements:
        lines += table(_rows(found), width, head=style.dim)
    return text_of([*lines, *(line for told in _remarks(found) for line in wrapped(visible(told), width))])


def models_markdown(found: ThreeWays) -> str:
    """Every text of the database and the models stands in code, where it cannot act as markup."""
    parts = [f"### {code(_verdict(found))}"]
    if found.disagreements:
        head, *rows = _rows(found)
        lines = [_line(head), _line(["---"] * len(head))]
        parts.append("\n".join([*lines, *(_line([cell(told) if told else "" for told in row]) for row in rows)]))
    return "\n\n".join([*parts, *map(code, _remarks(found)[:-1]), NOT_SHOWN]) + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def models_json(found: ThreeWays) -> str:
    return json_text(found)


def _verdict(found: ThreeWays) -> str:
    beside = f"profile {found.profile}" + (f" and database {found.database}" if found.database else "")
    if not found.disagreements:
        return f"{found.models} says the same as {beside}: {counted(found.tables, 'table')}"
    count = counted(len(found.disagreements), "disagreement")
    return f"{found.models} beside {beside}: {counted(found.tables, 'table')}, {count}"


def _rows(found: ThreeWays) -> list[list[str]]:
    """A heading, then a line for each thing; the table is named in the first of its own."""
    rows = [["", "", "models", "snapshot", *(["live"] if found.database else [])]]
    subject = ""
    for each in found.disagreements:
        rows.append(
            [visible(each.subject) if each.subject != subject else "", visible(each.what), *_cells(each, found)]
        )
        subject = each.subject
    return rows


def _cells(each: Disagreement, found: ThreeWays) -> list[str]:
    values = each.values if found.database else each.values[:2]
    return [visible(value or "") for value in values]


def _remarks(found: ThreeWays) -> list[str]:
    alone = [f"{side} alone in {count}" for side, count in found.alone.items() if count]
    told = [f"Who differs from the other two: {', '.join(alone)}."] if alone else []
    if not found.database:
        told.append("No database is named: compared with the snapshot alone.")
    if found.not_managed:
        more = f", and {len(found.not_managed) - _NAMED} more" if len(found.not_managed) > _NAMED else ""
        told.append(f"Not managed by the profile: {', '.join(found.not_managed[:_NAMED])}{more}.")
    return [*told, NOT_SHOWN]
