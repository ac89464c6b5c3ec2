"""A question to the rows of one table, and the form that most of them have: how many rows meet a condition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from difftool.model.catalog import Ident
from difftool.model.change import Change
from difftool.model.plan import Probe
from difftool.planning.probes.rows import Sides


@dataclass(frozen=True, slots=True)
class Question:
    """`total` counts the rows that were looked at, `examples` gives up to `{limit}` keys as one text column.

    A probe whose expressions PostgreSQL cannot evaluate for some row raises an error of data; so would the statement.
    """

    about: Ident
    """what changes"""
    table: Ident
    """whose rows are asked"""
    probe: Probe
    subject: str
    total: str
    examples: str = ""
    remedy: tuple[str, ...] = ()
    asserted: bool = False
    """whether it can be asked again in the step, when the steps before it have run"""
    assertion: Probe | None = None
    """in which words, where a data rule has filled columns by then; None: in those of the probe"""
    advice: str = ""
    """for what stops no statement: what takes care of it, so that nothing fails later"""
    settle: str = ""
    """the statement that takes care of it, right behind the one that changes what it is about"""
    reach: tuple[tuple[str, str], ...] = ()
    """what deleting these rows would delete with them: (table, SQL that counts its rows)"""


Asker = Callable[[Change, Sides], Iterator[Question]]


@dataclass(frozen=True, slots=True)
class Where:
    """Rows of `table` that meet `condition`, SQL on `t`; `uses` are the columns of which it speaks."""

    table: Ident
    condition: str
    uses: tuple[str, ...] = ()


def rows_where(
    sides: Sides,
    about: Ident,
    where: Where,
    says: str,
    subject: str,
    remedy: Iterable[str] = (),
) -> Question:
    """Columns that the plan adds or converts are taken as they will be: that can be asked only before the plan runs."""
    now, plain = sides.rows(where.table, where.uses), sides.plain(where.table)
    ask = f"select count(*) from {now} where {where.condition}"
    key, order = sides.key(where.table)
    return Question(
        about,
        where.table,
        Probe(ask, 0, says),
        subject,
        f"select count(*) from {plain}",
        f"select {key} from {now} where {where.condition} order by {order} limit {{limit}}",
        tuple(remedy),
        asserted=now == plain,
    )
