"""Which migrations are in effect, as text and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from difftool.model.reconciled import Effect, Reconciled
from difftool.report.encode import visible
from difftool.report.json_text import json_text
from difftool.report.layout import table, text_of, wrapped
from difftool.report.sentences import change_sentence
from difftool.report.style import PLAIN, WIDTH, Style

_LIMITS = "Told by the schema alone. Not compared: owners, privileges, rows."


def reconciled_text(found: Sequence[Reconciled], width: int = WIDTH, style: Style = PLAIN) -> str:
    """A line a migration; below it what is missing, and what its way back leaves."""
    names = table([(visible(one.name), one.judgement.effect.value) for one in found], width, indent="")
    lines = [line for one, head in zip(found, names, strict=True) for line in _lines(one, head, width, style)]
    return text_of([*lines, *wrapped(_LIMITS, width)])


def _lines(one: Reconciled, head: str, width: int, style: Style) -> Iterator[str]:
    yield style.green(head) if one.judgement.effect is Effect.THERE else head
    details = [one.judgement.why] if one.judgement.why else []
    if one.judgement.effect is Effect.PARTLY:
        details += [f"missing: {change_sentence(change)}" for change in one.judgement.left]
    details += [f"its way back is not the inverse: {sentence}" for sentence in one.down]
    for detail in details:
        yield from wrapped(visible(detail), width, "    ")


def reconciled_json(found: Sequence[Reconciled]) -> str:
    """A list of `{"name", "effect", "why", "left": [sentence], "way_back_leaves": [sentence]}`."""
    return json_text(
        [
            {
                "name": one.name,
                "effect": one.judgement.effect.value,
                "why": one.judgement.why,
                "left": [change_sentence(change) for change in one.judgement.left],
                "way_back_leaves": list(one.down),
            }
            for one in found
        ]
    )
