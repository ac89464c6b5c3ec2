"""Hazards and exit codes, explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from difftool.model.exit_codes import ExitCode
from difftool.model.hazard import Example, HazardKind
from difftool.report.json_text import json_text
from difftool.report.layout import labelled, text_of, wrapped
from difftool.report.style import PLAIN, WIDTH, Style

_VERDICTS = {
    "allow": "noted in the plan, unless the policy says otherwise",
    "confirm": "somebody must agree to it, unless the policy says otherwise",
    "refuse": "refused, unless the policy says otherwise",
}


def hazard_text(kind: HazardKind, width: int = WIDTH, style: Style = PLAIN) -> str:
    lines = [style.bold(f"{kind.code}: {kind.title}"), ""]
    texts = {
        "when": f"a step {kind.condition}",
        "effect": kind.effect,
        "remedy": kind.remedy,
        "verdict": f"{kind.verdict}: {_VERDICTS[kind.verdict]}",
    }
    for label, text in texts.items():
        lines += labelled(label, [text], width)
    for title, example in (("with it", kind.bad), ("without it", kind.good)):
        lines += ["", f"  {title}:", *_example(example)]
    lines += ["", "  to decide otherwise, in the profile or for all profiles in the settings:"]
    lines += ["    policy:", f"      hazards: {{{kind.code}: {_other(kind)}}}"]
    return text_of(lines)


def _other(kind: HazardKind) -> str:
    return "confirm" if kind.verdict == "allow" else "allow"


def _example(example: Example) -> Iterator[str]:
    for title, text in (("before", example.before), ("after", example.after), ("profile", example.profile)):
        for number, line in enumerate(text.splitlines()):
            yield f"    {title if number == 0 else '':<9}{line}"


def exit_code_text(code: ExitCode, width: int = WIDTH, style: Style = PLAIN) -> str:
    lines = [style.bold(f"exit {code.code}: {code.title}"), ""]
    for label, text in {"means": code.meaning, "changed": code.changed, "to do": code.remedy}.items():
        lines += labelled(label, [text], width)
    return text_of(lines)


def all_text(kinds: Iterable[HazardKind], codes: Iterable[ExitCode], width: int = WIDTH, style: Style = PLAIN) -> str:
    """What there is to be explained, a line each."""
    lines = [style.bold("hazards")]
    for kind in kinds:
        lines += wrapped(f"{kind.title} ({kind.verdict})", width, f"  {kind.code:<19}")
    lines += ["", style.bold("exit codes")]
    for code in codes:
        lines += wrapped(code.title, width, f"  {code.code:<5}")
    return text_of([*lines, "", "difftool explain CODE tells more of each"])


def explained_json(*explained: HazardKind | ExitCode) -> str:
    return json_text(explained[0] if len(explained) == 1 else list(explained))
