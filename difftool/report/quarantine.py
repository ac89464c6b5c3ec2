"""What is kept aside, as people and programs read it."""

from __future__ import annotations

from collections.abc import Sequence

from difftool.model.quarantine import Kept, Purge, Shown
from difftool.report.encode import visible
from difftool.report.json_text import json_text
from difftool.report.layout import counted, number, table, text_of, wrapped
from difftool.report.style import PLAIN, WIDTH, Style

_LONGEST = 40
"""characters of a value that are shown"""
_DIGEST_SHOWN = 12
_KINDS = {"rows": "deleted rows", "values": "overwritten values"}


def kept_text(kept: Sequence[Kept], width: int = WIDTH, style: Style = PLAIN) -> str:
    """A table, the oldest first; what a rollback has put back does not count."""
    if not kept:
        return "nothing is kept aside\n"
    rows = [("name", "plan", "what", "of", "rows", "kept", "until")]
    rows += [
        (
            visible(each.name.removeprefix("difftool.")),
            visible(_plan(each)),
            _KINDS.get(each.kind, visible(each.kind)),
            visible(_source(each)),
            number(each.rows),
            each.kept_at[:10],
            each.keep_until[:10] or "purged",
        )
        for each in kept
    ]
    return text_of(table(rows, width, indent="", head=style.dim))


def _plan(each: Kept) -> str:
    return each.plan.removeprefix("sha256:")[:_DIGEST_SHOWN]


def _source(each: Kept) -> str:
    where = each.table if each.schema == "public" else f"{each.schema}.{each.table}"
    column = next((name.removeprefix("was_") for name in each.stored if name.startswith("was_")), "")
    return f"{where}.{column}" if each.kind == "values" else where


def kept_line(each: Kept) -> str:
    """As "difftool.kept_ab12_1: 137 rows of jobs.user_id; plan 4f1c9ab27d03 can then not be rolled back"."""
    back = f"; plan {_plan(each)} can then not be rolled back" if each.way_back else ""
    return visible(f"{each.name}: {counted(each.rows, 'row')} of {_source(each)}{back}")


def shown_text(shown: Shown, width: int = WIDTH, style: Style = PLAIN) -> str:
    """`key_` columns say which row, `was_` what it held, `now_` what the plan put there; NULL is shown as such."""
    rows = [tuple("NULL" if value is None else _short(visible(value)) for value in row) for row in shown.rows]
    lines = table([tuple(map(visible, shown.header)), *rows], width, indent="", head=style.dim)
    more = shown.kept.rows - len(shown.rows)
    tail = wrapped(f"{counted(more, 'row')} more: --limit shows them", width) if more > 0 else []
    return text_of([*wrapped(visible(_heading(shown.kept)), width), "", *lines, *tail])


def _heading(kept: Kept) -> str:
    told = f"{_KINDS.get(kept.kind, kept.kind)} of {_source(kept)}, {counted(kept.rows, 'row')}"
    until = f" until {kept.keep_until[:10]}" if kept.keep_until else ""
    return f"{kept.name}: {told}; kept by plan {_plan(kept)} on {kept.kept_at[:10]}{until}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def purge_text(purge: Purge, width: int = WIDTH) -> str:
    lines = [f"dropped {kept_line(each)}" for each in purge.gone] or ["nothing to drop"]
    lines += [visible(f"left {each.name}: {why}") for each, why in purge.left]
    return text_of(line for text in lines for line in wrapped(text, width))


def kept_json(kept: Sequence[Kept]) -> str:
    return json_text(list(kept))


def shown_json(shown: Shown) -> str:
    return json_text(shown)


def purge_json(purge: Purge) -> str:
    return json_text(purge)
