"""Where the next batch of a step begins and ends, along the primary key: what is done already is passed over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from difftool.model.plan import Batch, Step
from difftool.planning.marks import MARK
from difftool.sql.quote import identifier, literals

Key = tuple[str, ...]

_TEST = r't\.(?:"(?:[^"]|"")+"|[\w$]+) is (?:not )?null'
_DUE = re.compile(rf"\n(?:where|  and) ({_TEST}(?: and {_TEST})*) {re.escape(MARK)}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows behind the key `after`, there from `first` on, to `last`: all as texts, and no bound where empty."""

    after: Key = ()
    first: Key = ()
    last: Key = ()
    empty: bool = False

    def bounds(self, names: Sequence[str]) -> str:
        """The condition on these columns, to be added to another one."""
        if self.empty:
            return " and false"
        lower = (">=", self.first) if self.first else (">", self.after)
        return "".join(f" and {beyond(names, *each)}" for each in (lower, ("<=", self.last)) if each[1])


def beyond(names: Sequence[str], operator: str, key: Key) -> str:
    """The values are literals without a type, so that they take the columns'."""
    return f"({', '.join(names)}) {operator} ({literals(key)})"


def due(step: Step) -> str:
    """A condition on `t` that a row meets which a batch changes; "" where that is not as simple as a test for NULL."""
    found = {each[1] if (each := _DUE.search(text)) else "" for text in step.sql if MARK in text}
    return found.pop() if len(found) == 1 else ""


def next_stretch(batch: Batch, after: Key, condition: str) -> str:
    """A query for the keys of the first row behind `after` that is due, and of the last one of its batch.

    The second is NULL where fewer rows than a batch are left, and there is no row where none is due. OFFSET 0 has the
    table walked along its key, whatever its statistics say; where nothing at all is due one look at it is quicker.
    """
    names = [identifier(name) for name in batch.key]
    keys, ours, first, last = ([f"{table}.{name}" for name in names] for table in ("t", "d", "f", "l"))
    order, behind = ", ".join(keys), f"\n    where {beyond(keys, '>', after)}" if after else ""
    any_at_all = f"\nwhere exists (select from {batch.table} as t where {condition})" if condition and not after else ""
    return (
        f"select {', '.join(f'{each}::text' for each in (*first, *last))}\nfrom (\n"
        f"  select {', '.join(ours)} from (\n"
        f"    select {order}, {condition or 'true'} as due from {batch.table} as t{behind}\n"
        f"    order by {order} offset 0) as d\n  where d.due order by {', '.join(ours)} limit 1) as f\n"
        f"left join lateral (\n  select {order} from {batch.table} as t where ({order}) >= ({', '.join(first)})\n"
        f"  order by {order} offset {batch.size - 1} limit 1) as l on true{any_at_all}"
    )


def stretch(after: Key, condition: str, found: Sequence[str | None]) -> Stretch:
    """What the query has found. Without a condition a batch begins right behind the last one."""
    first, last = (tuple(map(str, half)) if all(map(_is_there, half)) else () for half in _halves(found))
    if condition:
        return Stretch(after, first, last, empty=not first)
    return Stretch(after, (), last)


def _halves(found: Sequence[str | None]) -> tuple[Sequence[str | None], Sequence[str | None]]:
    half = len(found) // 2
    return found[:half], found[half:]


def _is_there(value: str | None) -> bool:
    return value is not None
