"""Dangers in words: those of a plan, and those that the policy refuses, with the lines that would let them pass."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from difftool.model.plan import Hazard
from difftool.report.encode import visible
from difftool.report.layout import wrapped
from difftool.report.style import WIDTH

_JUDGED = {"confirm": "you are asked", "refuse": "the policy refuses it", "allow": "noted"}
_WEIGHT = ("refuse", "confirm", "allow")
_REASON = "who wants it, and why"
_SHOWN = 3
"""hazards of a kind that are told by their objects; beyond, they are counted"""


def alike(hazards: Iterable[Hazard]) -> list[tuple[Hazard, tuple[Hazard, ...]]]:
    """What weighs most first; hazards of one code, verdict and effect are one, with the others."""
    groups: dict[tuple[str, str, str], list[Hazard]] = {}
    for hazard in sorted(hazards, key=lambda hazard: _WEIGHT.index(hazard.verdict)):
        groups.setdefault((hazard.code, hazard.verdict, hazard.effect), []).append(hazard)
    return [(first, tuple(others)) for first, *others in groups.values()]


def to_agree(hazards: Iterable[Hazard]) -> tuple[str, ...]:
    """The codes that `apply --allow` takes, where nobody can be asked."""
    return tuple(sorted({hazard.code for hazard in hazards if hazard.verdict == "confirm"}))


def hazard_lines(hazards: Iterable[Hazard]) -> list[str]:
    """Sentences; of those that somebody is asked about, with what helps."""
    return [line for first, others in alike(hazards) for line in _lines(first, others)]


def told(hazard: Hazard) -> str:
    """Its effect, with what live said of it."""
    return f"{hazard.effect}: {hazard.observed}" if hazard.observed else hazard.effect


def likewise(others: tuple[Hazard, ...]) -> str:
    """As "likewise column public.t.a (step 3) and 4 more"; empty for none."""
    if not others:
        return ""
    named = ", ".join(f"{other.object} (step {other.step})" for other in others[:_SHOWN])
    return f"likewise {named}" + (f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else "")


def _lines(first: Hazard, others: tuple[Hazard, ...]) -> Iterator[str]:
    more = f"; {likewise(others)}" if others else ""
    yield f"{first.code} in step {first.step}, {first.object}: {told(first)} ({_JUDGED[first.verdict]}){more}"
    if first.verdict != "allow":
        yield f"  what helps: {first.remedy}"


def refused_hazards(
    refused: tuple[Hazard, ...], file: str = "", until: str = "", width: int = WIDTH
) -> tuple[str, ...]:
    """The lines below the headline of a refusal. `file` is the profile that could allow them, if there is one."""
    lines = []
    for hazard in refused:
        lines += ["", f"  {hazard.code}, {visible(hazard.object)}"]
        lines += wrapped(visible(told(hazard)), width, "    ")
        lines += wrapped(f"what helps: {hazard.remedy}", width, "    ")
    return (*lines, *(_allowing(refused, file, until) if file else ()), "")


def _allowing(refused: tuple[Hazard, ...], file: str, until: str) -> Iterator[str]:
    yield from ("", f"  To let it pass here, and for some time, add to {visible(file)}:")
    yield from ("    policy:", "      exceptions:")
    for code, name in dict.fromkeys((hazard.code, hazard.object) for hazard in refused):
        yield f"        - hazard: {code}"
        yield from (f"          object: {_text(name)}", f"          reason: {_REASON}", f"          until: {until}")
    verdicts = ", ".join(f"{code}: allow" for code in dict.fromkeys(hazard.code for hazard in refused))
    yield from ("  or everywhere, for good:", "    policy:", f"      hazards: {{{verdicts}}}")


def _text(text: str) -> str:
    """In double quotes: JSON's strings are YAML's."""
    return json.dumps(visible(text), ensure_ascii=False)
