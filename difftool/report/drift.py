"""Where a live database has left its profile: for a terminal, as Markdown, and as the SQL that goes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from difftool.diff.compare import roots
from difftool.model.catalog import Ident
from difftool.model.change import Verb
from difftool.model.drift import Drift
from difftool.report.encode import block, code, visible, word
from difftool.report.grouped import change_lines
from difftool.report.json_text import json_text
from difftool.report.layout import text_of, wrapped
from difftool.report.script import terminated
from difftool.report.sentences import change_sentence
from difftool.report.style import PLAIN, WIDTH, Style


def drift_text(drift: Drift, width: int = WIDTH, style: Style = PLAIN) -> str:
    """The verdict, what somebody did to live, and both ways out of it."""
    if drift.clean:
        return text_of([style.green(f"{visible(_name(drift))}: clean"), *_remarks(drift, width)])
    lines = [style.bold(style.red(f"{visible(_name(drift))}: drift"))]
    lines += change_lines(drift.changes, width, style)
    for told in (*(f"{name}: not in the snapshot" for name in drift.unclaimed), *drift.externals):
        lines += wrapped(visible(told), width, "  ")
    lines += [f"  nearest known state: {visible(drift.nearest)}"] if drift.nearest else []
    return text_of([*lines, *_ways_out(drift, width), *_remarks(drift, width)])


def _name(drift: Drift) -> str:
    return f"{drift.environment}/{drift.profile}" if drift.environment else drift.profile


def _ways_out(drift: Drift, width: int) -> list[str]:
    if drift.no_revert:
        return wrapped(visible(f"no SQL goes back: {drift.no_revert}"), width, "  ")
    if not drift.revert:
        return []
    where = f" --environment {word(visible(drift.environment))}" if drift.environment else ""
    profile = word(visible(drift.profile))
    return [
        f"  revert:   difftool plan --profile {profile}{where}",
        f"  its SQL:  difftool drift --profile {profile}{where} --format sql",
        *([f"  adopt:    difftool drift --profile {profile}{where} --format markdown"] if drift.adopt else []),
    ]


def _remarks(drift: Drift, width: int) -> list[str]:
    lines = wrapped(visible(drift.parked), width, "  ") if drift.parked else []
    if drift.not_compared:
        lines += wrapped(f"Not compared: {visible(', '.join(drift.not_compared))}.", width, "  ")
    return lines


def drift_markdown(drift: Drift) -> str:
    """Every text of the database stands in code, where it cannot act as markup."""
    if drift.clean:
        return f"### {code(_name(drift))}: clean\n"
    told = [change_sentence(change) for change in roots(drift.changes)]
    told += [f"{name}: not in the snapshot" for name in drift.unclaimed] + list(drift.externals)
    parts = [f"### {code(_name(drift))}: drift", "\n".join(f"- {code(line)}" for line in told)]
    parts += [f"Nearest known state: {code(drift.nearest)}"] if drift.nearest else []
    parts += [f"No SQL goes back: {code(drift.no_revert)}"] if drift.no_revert else []
    parts += [f"To go back:\n\n{block(terminated(drift.revert))}"] if drift.revert else []
    parts += [f"To take it as it is, change the snapshot:\n\n{block(drift.adopt, 'diff')}"] if drift.adopt else []
    parts += [f"Waiting: {code(drift.parked)}"] if drift.parked else []
    parts += [f"Not compared: {', '.join(map(code, drift.not_compared))}"] if drift.not_compared else []
    return "\n\n".join(parts) + "\n"


def drift_sql(drift: Drift) -> str:
    """What brings live back; a comment says so where there is nothing, or nothing proven, to run."""
    name = visible(_name(drift))
    if drift.clean:
        return f"-- {name}: clean, nothing to run\n"
    if not drift.revert:
        return f"-- {name}: drift; no SQL goes back: {visible(drift.no_revert or 'none was proven')}\n"
    lost = "".join(f"-- what {visible(what)} holds is lost; difftool plan keeps it aside\n" for what in _dropped(drift))
    return f"-- brings {name} back to its profile\n{lost}\n{terminated(drift.revert)}\n"


def _dropped(drift: Drift) -> Iterator[str]:
    """Tables and columns that live has got: with the way back they go, and their rows or values."""
    made = {change.ident for change in drift.changes if change.verb is Verb.CREATE}
    for ident in sorted(made):
        inside = ident.kind == "column" and Ident("table", ident.schema, ident.name) in made
        if ident.kind in ("table", "column") and not inside:
            yield str(ident)


def drift_json(drifts: Sequence[Drift], errors: Sequence[tuple[str, str, str, int]] = ()) -> str:
    """`checked` holds each Drift and its verdict; a failure is (environment, profile, message, exit code)."""
    return json_text(
        {
            "checked": [{"clean": drift.clean, "drift": drift} for drift in drifts],
            "failed": [
                dict(zip(("environment", "profile", "message", "exit_code"), error, strict=True)) for error in errors
            ],
        }
    )


def unchecked(environment: str, profile: str, message: str, exit_code: int, medium: str) -> str:
    """A check that came to no verdict, in `text`, `markdown` or `sql`: it must not be taken for a clean one."""
    name = f"{environment}/{profile}" if environment else profile
    if medium == "markdown":
        return f"### {code(name)}: not checked\n\n{code(message)} (exit {exit_code})\n"
    told = f"{visible(name)}: not checked: {visible(message)} (exit {exit_code})\n"
    return f"-- {told}" if medium == "sql" else told
