"""Several drafts for statements that belong together: what is prepared before them, and exchanged instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True, slots=True)
class Placed:
    """A swap among numbered pieces: those that it replaces, where it begins, and which one is the exchange."""

    swap: Swap
    instead: frozenset[int]
    start: int
    exchange: int


def placed(pieces: Sequence[Piece], swaps: Iterable[Swap]) -> tuple[Placed, ...]:
    numbers: dict[str, list[int]] = defaultdict(list)
    first: dict[int, int] = {}
    for number, piece in enumerate(pieces):
        numbers[piece.statement].append(number)
        first.setdefault(piece.span, number)
    found = []
    for swap in swaps:
        mine = [number for statement in swap.replaces for number in numbers[statement]]
        start = min(first[pieces[n].span] if pieces[n].span else n for n in mine)
        found.append(Placed(swap, frozenset(mine), start, max(mine, key=lambda n: (pieces[n].span, n))))
    return tuple(found)


def framed(usual: list[Draft], number: int, piece: Piece, swaps: Iterable[Placed]) -> list[Draft]:
    """The `usual` drafts of a piece, or what a swap has in their place, with what it has before them."""
    found = usual
    for each in swaps:
        if number in each.instead:
            found = [_within(each.swap.exchange, piece)] if number == each.exchange else []
        found = [*(each.swap.before if number == each.start else ()), *found]
    return found


def _within(exchange: Draft, piece: Piece) -> Draft:
    """In the transaction of the others of its span, if it has one."""
    return replace(exchange, relation=("span", str(piece.span)), alone=False) if piece.span else exchange
