"""What hangs on rows that go: rows that a deletion takes along, references that would forbid it or be lost by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from difftool.errors import ConfigError
from difftool.model.catalog import Catalog, Ident
from difftool.model.foreign_key import ForeignKey, Table
from difftool.model.plan import Probe
from difftool.model.profile import DataRule
from difftool.planning import quarantine
from difftool.planning.batches import whole
from difftool.planning.cascades import deletes, is_own_key
from difftool.planning.data_rules.contribution import Ground
from difftool.planning.foreign_keys import foreign_key
from difftool.planning.moving import moved
from difftool.planning.probes.question import Question
from difftool.sql.quote import identifier

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Hanging:
    """`following` are foreign keys along which a deletion goes on, parents before children, those of a child together.

    `loosened` are others, of one column that may be NULL and of rows that return after those that they refer to.
    `stubborn` are the rest: also those of others' tables, and those that lead back to where the deletion came from.
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


@dataclass(frozen=True, slots=True)
class _Key:
    key: ForeignKey
    deletes: bool
    ours: bool

    @property
    def child(self) -> Name:
        return self.key.child.schema, self.key.child.name

    @property
    def parent(self) -> Name:
        return self.key.parent_schema, self.key.parent_name


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
    place = {table: number for number, table in enumerate(_reached(by_parent, (schema, name)))}
    keys = [each for parent in place for each in by_parent[parent]]
    following = [each for each in keys if _goes_on(each, place)]
    others = [each for each in keys if each not in following]
    loosened = tuple(each.key for each in others if _may_be_loosened(each, place, ground))
    return Hanging(
        tuple(each.key for each in sorted(following, key=lambda each: place[each.child])),
        loosened,
        tuple(each.key for each in others if each.key not in loosened),
    )


def _reached(by_parent: Mapping[Name, list[_Key]], start: Name) -> list[Name]:
    """The tables to which a deletion goes on, each after all to which it refers, but where they lead in a circle."""
    everywhere: list[Name] = [start]
    for table in everywhere:
        children = (each.child for each in by_parent.get(table, ()) if each.deletes and each.ours)
        everywhere += (child for child in dict.fromkeys(children) if child not in everywhere)
    done: dict[Name, None] = {}
    entered: set[Name] = set()

    def visit(table: Name) -> None:
        entered.add(table)
        for each in by_parent.get(table, ()):
            if each.child in everywhere and each.child not in entered:
                visit(each.child)
        done[table] = None

    visit(start)
    return list(reversed(done))


def _goes_on(each: _Key, place: Mapping[Name, int]) -> bool:
    return each.deletes and each.ours and place[each.parent] < place[each.child]


def _may_be_loosened(each: _Key, place: Mapping[Name, int], ground: Ground) -> bool:
    key, child = each.key, each.child
    if each.deletes or not each.ours or len(key.columns) > 1 or not key.child.key:
        return False
    there = ground.target.objects.get(Ident("column", *child, key.columns[0]))
    required = there is not None and there.facts["not_null"]
    return (
        key.child.column(key.columns[0]).nullable and not required and place[each.parent] < place.get(child, len(place))
    )


def forbidden(found: Hanging, table: Table, condition: str) -> tuple[Question, ...]:
    """What is asked of the rows that refer to those that are to go with the rows of `table` that meet `condition`."""
    goes = _Going(table, whole(condition), found.following)
    return tuple(_question(key, goes) for key in found.stubborn)


@dataclass(frozen=True, slots=True)
class _Going:
    table: Table
    condition: str
    following: tuple[ForeignKey, ...]

    def referred_by(self, key: ForeignKey, child: str) -> str:
        """A condition on `child`, a row: it refers by `key` to one that is to go."""
        start = (key.parent_schema, key.parent_name) == (self.table.schema, self.table.name)
        parent = "t" if start else f"{child}p"
        pairs = zip(key.refers_to, key.columns, strict=True)
        same = " and ".join(f"{parent}.{identifier(theirs)} = {child}.{identifier(ours)}" for theirs, ours in pairs)
        goes = self.condition if start else self._follows(key.parent_schema, key.parent_name, parent)
        source = quarantine.source(Table(key.parent_schema, key.parent_name, ()))
        return f"exists (select from {source} as {parent} where {same} and {goes})"

    def _follows(self, schema: str, name: str, row: str) -> str:
        keys = (key for key in self.following if (key.child.schema, key.child.name) == (schema, name))
        return f"({' or '.join(self.referred_by(key, row) for key in keys)})"


def _by_parent(ground: Ground) -> defaultdict[Name, list[_Key]]:
    """All foreign keys by the table that they refer to, others' too."""
    found: defaultdict[Name, list[_Key]] = defaultdict(list)
    for each in (*_ours(ground), *_of_others(ground.live)):
        found[each.parent].append(each)
    return found


def _ours(ground: Ground) -> Iterator[_Key]:
    catalogs = {
        **dict.fromkeys(ground.target.objects, ground.target),
        **dict.fromkeys(ground.live.objects, ground.live),
    }
    for ident, catalog in sorted(catalogs.items(), key=lambda item: item[0]):
        thing = catalog.objects[ident]
        if is_own_key(thing) and ground.has_table(ident.schema, ident.name):
            key = foreign_key(thing, catalog)
            if all(ground.has_column(ident.schema, ident.name, column) for column in key.columns):
                key = replace(key, child=ground.table_now(ident.schema, ident.name))
                yield _Key(key, deletes(thing.facts["definition"]), ours=True)


def _of_others(live: Catalog) -> Iterator[_Key]:
    for _, thing in sorted(live.foreign.items()):
        if is_own_key(thing):
            yield _Key(foreign_key(thing, live), deletes(thing.facts["definition"]), ours=False)


def _question(key: ForeignKey, goes: _Going) -> Question:
    """Whether rows that are to go are referred to by what may not be without them."""
    child = quarantine.source(key.child)
    where = f"from {child} as c where {goes.referred_by(key, 'c')}"
    shown = ", ".join(f"c.{identifier(name)}" for name in (key.child.key or key.columns))
    columns = ", ".join(key.columns)
    return Question(
        Ident("constraint", key.child.schema, key.child.name, key.name),
        Ident("table", key.child.schema, key.child.name),
        Probe(f"select count(*) {where}", 0, f"refer by {key.name} to rows of {key.parent_name} that are to go"),
        f"{key.child.name}.{columns} -> {key.parent_name}",
        f"select count(*) from {child}",
        f"select concat_ws(', ', {shown}) {where} order by 1 limit {{limit}}",
        (f"# let {columns} refer to rows of {key.parent_name} that stay, or be NULL, first",),
    )


def _refuse_without_key(rule: DataRule, *tables: Table) -> None:
    for table in tables:
        if not table.key:
            raise ConfigError(
                f"{rule.rule}: {table.schema}.{table.name} has no primary key, so its rows could not be brought back; "
                "add one, or take care of the rows by hand",
                where=str(rule.place),
            )
