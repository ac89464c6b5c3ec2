"""Rows outside the bounds of their partition, and rows of the default partition that would belong into a new one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.planning.probes.question import Question, Where, rows_where
from difftool.planning.probes.rows import Sides, becomes, short
from difftool.planning.probes.text import split_list, unwrapped
from difftool.sql.quote import literal


@dataclass(frozen=True, slots=True)
class _Key:
    """How a table is partitioned: `columns` are expressions."""

    parent: str
    strategy: str
    columns: tuple[str, ...]


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    """https://www.postgresql.org/docs/current/sql-altertable.html, ATTACH PARTITION."""
    partition = change.after
    if change.ident.kind != "table" or partition is None or not partition.facts.get("partition_of"):
        return
    parent = _parent(partition, sides)
    if parent is None or not (becomes(change, "bound") or "partition_of" in change.facts):
        return
    key, bound = _key(parent), str(partition.facts["bound"])
    if change.verb is Verb.ALTER:
        outside = _outside(key, bound, partition, sides)
        says, subject = f"lie outside the bounds of partition {short(change.ident)}", f"{short(change.ident)} {bound}"
        yield rows_where(sides, change.ident, Where(change.ident, outside), says, subject)
    default = _default_of(parent, sides)
    if default and default != change.ident and bound != "DEFAULT":
        says = f"would have to move to partition {short(change.ident)}"
        subject = f"{short(default)}: {short(change.ident)} {bound}"
        yield rows_where(sides, change.ident, Where(default, _inside(key, bound)), says, subject)


def _parent(partition: CatalogObject, sides: Sides) -> CatalogObject | None:
    name = partition.facts["partition_of"]
    return next((o for i, o in sides.target.objects.items() if i.kind == "table" and o.address == name), None)


def _default_of(parent: CatalogObject, sides: Sides) -> Ident | None:
    """The default partition that live has now."""
    facts = {"partition_of": parent.address, "bound": "DEFAULT"}
    found = (i for i, o in sides.live.objects.items() if facts.items() <= o.facts.items())
    return next(found, None)


def _key(parent: CatalogObject) -> _Key:
    strategy, _, columns = str(parent.facts["partition_key"]).partition(" ")
    return _Key(
        parent.address,
        strategy,
        tuple(re.sub(r"\s+(COLLATE\s.*|[\w.]+_ops)$", "", c) for c in split_list(unwrapped(columns))),
    )


def _outside(key: _Key, bound: str, partition: CatalogObject, sides: Sides) -> str:
    """Into a default partition belongs what no other one takes."""
    if bound != "DEFAULT":
        return f"({_inside(key, bound)}) is not true"
    others = [
        _inside(key, str(o.facts["bound"]))
        for o in sides.target.objects.values()
        if o.facts.get("partition_of") == key.parent and o.ident != partition.ident and o.facts["bound"] != "DEFAULT"
    ]
    return " or ".join(f"({each})" for each in others) or "false"


def _inside(key: _Key, bound: str) -> str:
    """The bound, as FOR VALUES … says it, as a condition."""
    if key.strategy == "HASH":
        modulus, remainder = re.findall(r"\d+", bound)
        parent = literal(key.parent)
        return f"satisfies_hash_partition({parent}::regclass, {modulus}, {remainder}, {', '.join(key.columns)})"
    if key.strategy == "LIST":
        values = split_list(unwrapped(bound.partition(" IN ")[2]))
        known = [value for value in values if value != "NULL"]
        listed = [f"{key.columns[0]} in ({', '.join(known)})"] if known else []
        return " or ".join(listed + ([f"{key.columns[0]} is null"] if len(known) < len(values) else []))
    lower, upper = (split_list(unwrapped(text)) for text in re.split(r"\) TO \(", bound.partition(" FROM ")[2]))
    filled = [f"{column} is not null" for column in key.columns]
    return " and ".join([*filled, *_compared(key, lower, ">"), *_compared(key, upper, "<")])


def _compared(key: _Key, values: list[str], operator: str) -> list[str]:
    """The first MINVALUE or MAXVALUE ends the comparison; the lower end belongs to the partition, the upper not."""
    known = [value not in ("MINVALUE", "MAXVALUE") for value in values]
    count = known.index(False) if False in known else len(values)
    if not count:
        return []
    end = values[count] if count < len(values) else "MINVALUE"
    including = (operator == ">") == (end == "MINVALUE")
    columns, bounds = ", ".join(key.columns[:count]), ", ".join(values[:count])
    return [f"({columns}) {operator}{'=' if including else ''} ({bounds})"]
