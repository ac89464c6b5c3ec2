"""Rows that exclude each other: EXCLUDE constraints, and keys WITHOUT OVERLAPS (from version 18)."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.catalog import Ident
from difftool.model.change import Change
from difftool.planning.probes.enforced import enforced_anew
from difftool.planning.probes.question import Question, Where, rows_where
from difftool.planning.probes.rows import Sides, short
from difftool.planning.probes.text import Index, column_name, columns_in, index_of

_RANGES = ("int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange")


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    """Counted are the rows that conflict with another one."""
    table = sides.holder(change.ident.schema, change.ident.name)
    if change.after is None or table is None or not enforced_anew(change, "exclude", "unique", "primary key"):
        return
    index = index_of(change.after.facts["definition"])
    if not index.operators and not index.without_overlaps:
        return
    operators = index.operators or (*("=" for _ in index.keys[:-1]), "&&")
    uses = columns_in(f"({', '.join([*index.keys, *([index.predicate] if index.predicate else [])])})")
    if not sides.knows(table, uses):
        return
    conflict = _overlapping if _by_order(index, operators, table, sides) else _any_pair
    condition = conflict(index, operators, sides.rows(table, uses))
    says = f"exclude each other by {change.ident.part}"
    subject = f"exclude {short(table)} ({', '.join(index.keys)})"
    yield rows_where(sides, change.ident, Where(table, condition, uses), says, subject)


def _by_order(index: Index, operators: tuple[str, ...], table: Ident, sides: Sides) -> bool:
    """Whether all keys are compared with `=` but one, a range."""
    others = [key for key, operator in zip(index.keys, operators, strict=True) if operator != "="]
    if len(others) != 1 or operators.count("&&") != 1:
        return False
    wanted = sides.column(table, column_name(others[0]), live=False)
    name = wanted.facts["type"] if wanted else others[0].partition("(")[0]
    return name in _RANGES or sides.typed("range", name) is not None


def _overlapping(index: Index, operators: tuple[str, ...], source: str) -> str:
    """In the order of their lower ends, ranges overlap if and only if some two neighbours do: no pairs are needed."""
    at = operators.index("&&")
    span = index.keys[at]
    equal = [key for place, key in enumerate(index.keys) if place != at]
    partition = f"partition by {', '.join(equal)} " if equal else ""
    filled = " and ".join([f"not isempty({span})", *(f"{key} is not null" for key in equal), *_predicate(index)])
    neighbour = f"lag({span}) over ({partition}order by {span}) && {span} as conflicts"
    return (
        f"t.ctid in (select o.ctid from (select t.ctid, {neighbour} from {source} where {filled}) as o where conflicts)"
    )


def _any_pair(index: Index, operators: tuple[str, ...], source: str) -> str:
    """Each row with each other one, where the server finds nothing better."""
    keys = ", ".join(f"{key} as k{place}" for place, key in enumerate(index.keys))
    where = f" where {' and '.join(_predicate(index))}" if index.predicate else ""
    rows = f"(select t.ctid, {keys} from {source}{where})"
    same = " and ".join(f"x.k{place} {name} y.k{place}" for place, name in enumerate(operators))
    return f"t.ctid in (select x.ctid from {rows} as x join {rows} as y on x.ctid <> y.ctid and {same})"


def _predicate(index: Index) -> list[str]:
    return [f"({index.predicate})"] if index.predicate else []
