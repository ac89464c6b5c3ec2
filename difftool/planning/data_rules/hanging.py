"""What hangs on rows that go: rows that a deletion takes along, references that would forbid it or be lost by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from difftool.errors import ConfigError
from difftool.model.catalog import Ident
from difftool.model.foreign_key import ForeignKey, Table
from difftool.model.plan import Probe
from difftool.model.profile import DataRule
from difftool.planning import quarantine
from difftool.planning.batches import whole
from difftool.planning.data_rules.contribution import Ground
from difftool.planning.foreign_keys import foreign_key
from difftool.planning.moving import moved
from difftool.planning.probes.question import Question
from difftool.sql.quote import identifier

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Hanging:
    """`following` are foreign keys along which a deletion goes on, parents before children, each child table once.

    `loosened` are others, of one column that may be NULL; `stubborn` are the rest.
    """

    following: tuple[ForeignKey, ...] = ()
    loosened: tuple[ForeignKey, ...] = ()
    stubborn: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """Statements that move rows aside and bring them back; `questions` are about rows that would forbid it."""

    sql: tuple[str, ...]
    restores: tuple[str, ...]
    questions: tuple[Question, ...]


def moved_aside(
    rule: DataRule, ground: Ground, number: Iterator[int], table: Table, condition: str, keep: quarantine.Interval
) -> Moved:
    """The rows of `table` that meet `condition`, with what hangs on them.

    Raises ConfigError where a table has no primary key to tell them apart.
    """
    found = hanging(ground, table.schema, table.name)
    _refuse_without_key(rule, table, *(key.child for key in (*found.following, *found.loosened)))
    start, *_ = (next(number) for _ in range(1 + len(found.following) + len(found.loosened)))
    sql, restores = moved(ground.key, start, table, condition, keep, found.following, found.loosened)
    return Moved(sql, restores, forbidden(found, table, condition))


def hanging(ground: Ground, schema: str, name: str) -> Hanging:
    """What hangs on the rows of a table as live is, and with the foreign keys that the target adds."""
    by_parent = _by_parent(ground)
    following: dict[Name, ForeignKey] = {}
    waiting = [(schema, name)]
    while waiting:
        for key, deletes in by_parent[waiting.pop(0)]:
            child = (key.child.schema, key.child.name)
            if deletes and child not in following and child != (schema, name):
                following[child] = key
                waiting.append(child)
    reached = ((schema, name), *following)
    others = [key for parent in reached for key, deletes in by_parent[parent] if not deletes]
    others = [key for key in others if (key.child.schema, key.child.name) not in following]
    loosened = tuple(key for key in others if _may_be_loosened(key))
    mine = (key for key in others if (key.parent_schema, key.parent_name) == (schema, name))
    return Hanging(tuple(following.values()), loosened, tuple(key for key in mine if key not in loosened))


def forbidden(found: Hanging, table: Table, condition: str) -> tuple[Question, ...]:
    """What is asked of the rows that refer to those of `table` that meet `condition`."""
    return tuple(_question(key, table, whole(condition)) for key in found.stubborn)


def _by_parent(ground: Ground) -> defaultdict[Name, list[tuple[ForeignKey, bool]]]:
    """All foreign keys by the table that they refer to, and whether they delete."""
    found: defaultdict[Name, list[tuple[ForeignKey, bool]]] = defaultdict(list)
    catalogs = {
        **dict.fromkeys(ground.target.objects, ground.target),
        **dict.fromkeys(ground.live.objects, ground.live),
    }
    for ident, catalog in sorted(catalogs.items(), key=lambda item: item[0]):
        thing = catalog.objects[ident]
        if thing.facts.get("type") == "foreign key" and ground.has_table(ident.schema, ident.name):
            key = foreign_key(thing, catalog)
            if all(ground.has_column(ident.schema, ident.name, column) for column in key.columns):
                key = replace(key, child=ground.table_now(ident.schema, ident.name))
                deletes = "ON DELETE CASCADE" in str(thing.facts["definition"])
                found[key.parent_schema, key.parent_name].append((key, deletes))
    return found


def _may_be_loosened(key: ForeignKey) -> bool:
    itself = (key.child.schema, key.child.name) == (key.parent_schema, key.parent_name)
    return len(key.columns) == 1 and key.child.column(key.columns[0]).nullable and bool(key.child.key) and not itself


def _question(key: ForeignKey, table: Table, condition: str) -> Question:
    """Whether rows that are to go are referred to by what may not be without them."""
    pairs = zip(key.refers_to, key.columns, strict=True)
    same = " and ".join(f"t.{identifier(theirs)} = c.{identifier(ours)}" for theirs, ours in pairs)
    child = quarantine.source(key.child)
    where = f"from {child} as c where exists (select from {quarantine.source(table)} as t where {same} and {condition})"
    shown = ", ".join(f"c.{identifier(name)}" for name in (key.child.key or key.columns))
    return Question(
        Ident("constraint", key.child.schema, key.child.name, key.name),
        Ident("table", key.child.schema, key.child.name),
        Probe(f"select count(*) {where}", 0, f"refer by {key.name} to rows of {table.name} that are to go"),
        f"{key.child.name}.{', '.join(key.columns)} -> {table.name}",
        f"select count(*) from {child}",
        f"select concat_ws(', ', {shown}) {where} order by 1 limit {{limit}}",
        (f"# let {', '.join(key.columns)} refer to rows of {table.name} that stay, or be NULL, first",),
    )


def _refuse_without_key(rule: DataRule, *tables: Table) -> None:
    for table in tables:
        if not table.key:
            raise ConfigError(
                f"{rule.rule}: {table.schema}.{table.name} has no primary key, so its rows could not be brought back; "
                "add one, or take care of the rows by hand",
                where=str(rule.place),
            )
