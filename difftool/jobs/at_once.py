"""Several things at the same time, told in their order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def each(
    things: Sequence[A], do: Callable[[A], B], at_once: int, kind: Callable[[A], Hashable] = lambda _: ""
) -> Iterator[B]:
    """What `do` gives for each; the first of each kind by itself, for what it builds the others find built."""
    firsts = {kind(thing): number for number, thing in reversed([*enumerate(things)])}
    found = {number: do(things[number]) for number in sorted(firsts.values())}
    others = [thing for number, thing in enumerate(things) if number not in found]
    with ThreadPoolExecutor(at_once) as pool:
        later = pool.map(do, others)
        yield from (found[number] if number in found else next(later) for number in range(len(things)))
