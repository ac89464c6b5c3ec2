"""What must be asked of the rows before a plan may run: one question for each change that can fail on data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.model.foreign_key import ForeignKey
from difftool.model.plan import Probe
from difftool.planning import orphans
from difftool.planning.foreign_keys import foreign_key, key_columns
from difftool.sql.quote import identifier, qualified


@dataclass(frozen=True, slots=True)
class Question:
    """`total` counts the rows that were looked at, `examples` gives up to `{limit}` keys as one text column."""

    about: Ident
    probe: Probe
    subject: str
    total: str
    examples: str
    breaks: str
    """what they do, as in "hold NULL" """
    remedy: tuple[str, ...] = ()
    foreign_key: ForeignKey | None = None


def questions(changes: tuple[Change, ...], live: Catalog, target: Catalog) -> tuple[Question, ...]:
    """Only of tables that are there: what is new has no rows."""
    return tuple(question for change in changes for question in _asked(change, live, target))


def _asked(change: Change, live: Catalog, target: Catalog) -> Iterator[Question]:
    told = change.after
    if told is None or not _has_table(live, change.ident):
        return
    if change.ident.kind == "column":
        yield from _column(change, told)
    elif change.ident.kind == "constraint" and _enforces_anew(change):
        yield from _constraint(told, live, target)


def _enforces_anew(change: Change) -> bool:
    return change.verb is Verb.CREATE or bool(change.facts.keys() & {"definition", "validated", "enforced"})


def _has_table(live: Catalog, ident: Ident) -> bool:
    return Ident("table", ident.schema, ident.name) in live.objects


def _column(change: Change, column: CatalogObject) -> Iterator[Question]:
    table, name = qualified(column.ident.schema, column.ident.name), identifier(column.ident.part)
    subject = f"{_short(column.ident)}.{column.ident.part}"
    if change.verb is Verb.ALTER and change.facts.get("not_null", (True, False))[1]:
        ask = f"select count(*) from {table} where {name} is null"
        examples = f"select ctid::text from {table} where {name} is null limit {{limit}}"
        probe = Probe(ask, 0, f"hold NULL in {column.ident.part}")
        yield Question(column.ident, probe, f"{subject} NOT NULL", _count(table), examples, probe.about)
    filled = column.facts.keys() & {"default", "generated", "identity"}
    if change.verb is Verb.CREATE and column.facts.get("not_null") and not filled:
        probe = Probe(_count(table), 0, f"would have no value in the new column {column.ident.part}")
        yield Question(column.ident, probe, f"{subject} NOT NULL, no default", _count(table), "", probe.about)


def _constraint(constraint: CatalogObject, live: Catalog, target: Catalog) -> Iterator[Question]:
    kind = constraint.facts.get("type")
    if not constraint.facts.get("validated", True) or not constraint.facts.get("enforced", True):
        return
    if kind == "foreign key":
        yield from _foreign_key(constraint, live, target)
    elif kind in ("unique", "primary key"):
        yield from _unique(constraint, live)
    elif kind == "check":
        yield _check(constraint)


def _foreign_key(constraint: CatalogObject, live: Catalog, target: Catalog) -> Iterator[Question]:
    key = foreign_key(constraint, target)
    ident = constraint.ident
    if not _columns_are_there(live, ident, key.columns):
        return
    yield Question(
        ident,
        orphans.orphan_probe(key),
        f"{_short(ident)}.{', '.join(key.columns)} -> {key.parent_name}.{', '.join(key.refers_to)}",
        orphans.count_query(key),
        orphans.example_query(key, 0).replace("limit 0", "limit {limit}"),
        f"name a row of {key.parent_name} that does not exist",
        orphans.remedy(key),
        key,
    )


def _unique(constraint: CatalogObject, live: Catalog) -> Iterator[Question]:
    """Rows beyond the first of each value; with NULLS DISTINCT, a NULL is equal to nothing."""
    columns = key_columns(constraint)
    if not _columns_are_there(live, constraint.ident, columns):
        return
    table = qualified(constraint.ident.schema, constraint.ident.name)
    names = ", ".join(identifier(column) for column in columns)
    together = "NULLS NOT DISTINCT" in constraint.facts["definition"]
    known = " and ".join(f"{identifier(column)} is not null" for column in columns)
    groups = f"from {table}" + ("" if together else f" where {known}") + f" group by {names} having count(*) > 1"
    about = f"repeat a value of {', '.join(columns)}"
    yield Question(
        constraint.ident,
        Probe(f"select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n {groups}) as g", 0, about),
        f"{constraint.facts['type']} {_short(constraint.ident)} ({', '.join(columns)})",
        _count(table),
        f"select concat_ws(', ', {names}) {groups} order by 1 limit {{limit}}",
        about,
    )


def _check(constraint: CatalogObject) -> Question:
    table = qualified(constraint.ident.schema, constraint.ident.name)
    condition = constraint.facts["definition"].removeprefix("CHECK ")
    about = f"violate the check {constraint.ident.part}"
    return Question(
        constraint.ident,
        Probe(f"select count(*) from {table} where not {condition}", 0, about),
        f"check {_short(constraint.ident)}.{constraint.ident.part}",
        _count(table),
        f"select ctid::text from {table} where not {condition} limit {{limit}}",
        about,
    )


def _columns_are_there(live: Catalog, ident: Ident, columns: tuple[str, ...]) -> bool:
    return all(Ident("column", ident.schema, ident.name, column) in live.objects for column in columns)


def _count(table: str) -> str:
    return f"select count(*) from {table}"


def _short(ident: Ident) -> str:
    return ident.name if ident.schema == "public" else f"{ident.schema}.{ident.name}"
