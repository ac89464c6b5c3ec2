"""Which profiles a database can move between."""

from __future__ import annotations

from collections.abc import Sequence

from difftool.model.matrix import Move
from difftool.report.encode import cell, visible
from difftool.report.json_text import json_text
from difftool.report.layout import counted, table, text_of
from difftool.report.style import PLAIN, WIDTH, Style

_MEANS = """\
lossless: nothing has to be mended or kept aside; with rules: by these data rules of the profile; both were applied and
taken back with a few sample rows a table. Rows of your own may need another rule: difftool plan asks them."""
_NONE = "no two of these profiles manage the same tables"


def moves_text(moves: Sequence[Move], width: int = WIDTH, style: Style = PLAIN) -> str:
    if not moves:
        return f"{_NONE}\n"
    rows = [("from", "to", "verdict", "how")]
    rows += [(visible(m.start), visible(m.end), m.verdict, visible(_why(m))) for m in moves]
    return text_of([*table(rows, width, indent="", head=style.dim), "", *map(style.dim, _MEANS.splitlines())])


def moves_markdown(moves: Sequence[Move]) -> str:
    if not moves:
        return f"{_NONE}\n"
    rows = [f"| {cell(m.start)} | {cell(m.end)} | {m.verdict} | {cell(_why(m))} |" for m in moves]
    return text_of(["| from | to | verdict | how |", "|---|---|---|---|", *rows, "", *_MEANS.splitlines()])


def moves_json(moves: Sequence[Move]) -> str:
    return json_text(list(moves))


def _why(move: Move) -> str:
    told = [move.why] if move.why else []
    told += [counted(move.steps, "step")] if move.verdict != "refused" else []
    told += [f"no sample rows for {', '.join(move.no_rows_for)}"] if move.no_rows_for else []
    return "; ".join(told)
