"""Statements laid out one object after another: a table with its constraints, indexes, triggers, policies, comments."""

from __future__ import annotations

from collections.abc import Sequence

from difftool.diff.proposal import Proposal
from difftool.planning.forms import form_of


def pages(proposals: Sequence[Proposal]) -> tuple[tuple[str, ...], ...]:
    """What concerns one relation stands with its creation; foreign keys come last, for they need two relations."""
    found: dict[tuple[str, str] | int, list[str]] = {}
    last: list[str] = []
    for number, statement in enumerate(text for proposal in proposals for text in proposal.statements):
        form = form_of(statement)
        if form.constraint == "CONSTR_FOREIGN":
            last.append(statement)
        else:
            found.setdefault(form.relation if any(form.relation) else number, []).append(statement)
    return (*map(tuple, found.values()), *((statement,) for statement in last))
