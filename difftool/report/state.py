"""Where a database is: against every profile, and in its own ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from difftool.model.drift import Status
from difftool.model.receipt import Entry
from difftool.report.encode import visible
from difftool.report.json_text import json_text
from difftool.report.layout import table, text_of, wrapped
from difftool.report.style import PLAIN, WIDTH, Style

_DIGEST_SHOWN = 12


def status_text(status: Status, width: int = WIDTH, style: Style = PLAIN) -> str:
    """One line a profile, then the ledger's last word."""
    rows = [(visible(s.profile), visible(s.verdict), visible(s.sentence)) for s in status.standings]
    lines = [_painted(line, style) for line in (table(rows, width) if rows else [])]
    lines += wrapped(f"{visible(status.history).rstrip('.')}.{_not_compared(status.not_compared)}", width)
    return text_of(lines)


def _painted(line: str, style: Style) -> str:
    return style.green(line) if line.rstrip().endswith("  equal") else line


def _not_compared(names: Iterable[str]) -> str:
    told = ", ".join(names)
    return f" Not compared: {visible(told)}." if told else ""


def status_json(status: Status) -> str:
    return json_text(status)


def history_text(entries: Sequence[Entry], width: int = WIDTH, style: Style = PLAIN) -> str:
    """The ledger as a table, newest last; an unfinished plan is said to be so."""
    if not entries:
        return "never touched by difftool\n"
    rows = [("plan", "profile", "started", "steps", "by", "state")]
    rows += [
        (
            _short(entry.digest),
            visible(entry.profile),
            _minute(entry.started),
            f"{entry.steps_done}/{entry.steps}",
            visible(", then ".join(_people(entry))),
            _state(entry),
        )
        for entry in entries
    ]
    return text_of(table(rows, width, indent="", head=style.dim))


def _people(entry: Entry) -> Iterable[str]:
    """Who was at work, each once; with `--format json` also when, from where and with which version."""
    return dict.fromkeys((entry.by, *(one.by for one in entry.resumed)))


def _state(entry: Entry) -> str:
    if entry.taken_back and not entry.undoes:
        return f"rolled back by {_short(entry.taken_back_by)} on {_minute(entry.taken_back)}"
    done = f"done {_minute(entry.finished)}" if entry.finished else f"unfinished, next: {visible(entry.next_step)}"
    return f"{done}; takes back {_short(entry.undoes)}" if entry.undoes else done


def _short(digest: str) -> str:
    return visible(digest.removeprefix("sha256:")[:_DIGEST_SHOWN])


def _minute(moment: str) -> str:
    """`2026-11-21 21:41` of an ISO 8601 moment; the ledger's moments are UTC."""
    return visible(moment[:16].replace("T", " "))


def history_json(entries: Sequence[Entry]) -> str:
    return json_text(list(entries))
