"""Accepted proposals, laid out as single statements that know which of them must commit together."""

from __future__ import annotations

from collections.abc import Sequence

from difftool.diff.proposal import Proposal
from difftool.planning.draft import Piece


def pieces(proposals: Sequence[Proposal]) -> tuple[Piece, ...]:
    """In the order in which they ran. What is dropped and made again is gone for nobody: one span, one transaction."""
    spans = _spans(proposals)
    return tuple(
        Piece(statement, proposal.alone, 0 if proposal.alone else span)
        for proposal, span in zip(proposals, spans, strict=True)
        for statement in proposal.statements
    )


def _spans(proposals: Sequence[Proposal]) -> list[int]:
    """A number for each proposal: 0, or that of the span from a drop to where the same object is made again."""
    spans = [0] * len(proposals)
    for start, proposal in enumerate(proposals):
        if len(proposal.statements) > 1 and not spans[start]:
            spans[start] = start + 1
        if proposal.makes_room:
            ends = [i for i in range(start + 1, len(proposals)) if proposals[i].about in proposal.makes_room]
            for i in range(start, max(ends, default=start - 1) + 1):
                spans[i] = next((spans[j] for j in range(start, i + 1) if spans[j]), start + 1)
    return spans
