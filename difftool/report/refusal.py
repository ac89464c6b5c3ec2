"""Why data refuse a plan, with what would resolve it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from difftool.model.plan import Finding
from difftool.report.encode import visible
from difftool.report.layout import counted, wrapped
from difftool.report.style import WIDTH


def refusal_headline(findings: Iterable[Finding]) -> str:
    rows = sum(finding.count for finding in findings)
    them = "it" if rows == 1 else "them"
    return (
        f"refused: {counted(rows, 'row')} would break a statement, and the profile does not say what to do with {them}"
    )


def refusal_text(
    findings: Iterable[Finding], file: str = "the profile", width: int = WIDTH, more: Iterable[str] = ()
) -> tuple[str, ...]:
    """The lines below the headline, for DataRefused.details. `file` is the profile that needs the remedy.

    `more` are sentences about all of them.
    """
    told = tuple(findings)
    lines = [line for finding in told for line in ("", *_finding(finding, width))]
    remedy = [line for finding in told for line in finding.remedy]
    if remedy:
        lines += [
            "",
            f"  To resolve it, add to {visible(file)}:",
            *(f"    {line}" for line in _merged(remedy)),
        ]
    for sentence in more:
        lines += ["", *wrapped(visible(sentence), width, "  ")]
    return (*lines, "Nothing was changed.")


def _finding(finding: Finding, width: int) -> Iterator[str]:
    yield f"  {visible(finding.subject)}"
    examples = f"   e.g. {', '.join(finding.examples)}" if finding.examples else ""
    yield from wrapped(visible(finding.sentence + examples), width, "    ")
    for note in finding.notes:
        yield from wrapped(visible(note), width, "    ")


def _merged(remedy: list[str]) -> Iterator[str]:
    """Several remedies under one key: a `data:` that was said is not said again."""
    said = set()
    for line in remedy:
        if line.startswith((" ", "-")) or line not in said:
            yield visible(line)
        said.add(line)
