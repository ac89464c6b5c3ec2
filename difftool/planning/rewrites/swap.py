"""Several drafts for statements that belong together: what is prepared before them, and exchanged instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from difftool.planning.draft import Draft, Piece


@dataclass(frozen=True, slots=True)
class Swap:
    """Instead of the statements that it `replaces`: `exchange` where the last of them stood.

    Where one of them commits with others, that is the transaction of the exchange, too; at most one such transaction is
    told. `before` comes before the first of all these statements.
    """

    replaces: frozenset[str]
    before: tuple[Draft, ...]
    exchange: Draft


def framed(usual: list[Draft], number: int, pieces: Sequence[Piece], swaps: Sequence[Swap]) -> list[Draft]:
    """The `usual` drafts of a piece, or what a swap has in their place, with what it has before them."""
    found = usual
    for swap in swaps:
        mine = [n for n, piece in enumerate(pieces) if piece.statement in swap.replaces]
        spans = {pieces[n].span for n in mine} - {0}
        start = next(n for n, piece in enumerate(pieces) if n in mine or piece.span in spans)
        if number in mine:
            here = number == max(mine, key=lambda n: (pieces[n].span, n))
            found = [_within(swap.exchange, pieces[number])] if here else []
        found = [*(swap.before if number == start else ()), *found]
    return found


def _within(exchange: Draft, piece: Piece) -> Draft:
    """In the transaction of the others of its span, if it has one."""
    return replace(exchange, relation=("span", str(piece.span)), alone=False) if piece.span else exchange
