"""`rekey`: a table gets another key, and everything that refers to it is carried along.

The new columns are added without NOT NULL and filled from the rows that the old ones point to, before anything is
dropped; what is dropped is kept aside by the new keys, so that a rollback restores the very values. A new key that
the table does not hold yet comes from its default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from difftool.errors import ConfigError
from difftool.model.catalog import Ident
from difftool.model.plan import Phase, Probe, Undo, UndoKind
from difftool.model.profile import DataRule
from difftool.planning import quarantine
from difftool.planning.data_rules.contribution import Contribution, Ground, names, place, relation
from difftool.planning.data_rules.fill import added
from difftool.planning.data_rules.hanging import moved_aside
from difftool.planning.draft import Draft, Sync
from difftool.planning.foreign_keys import table
from difftool.planning.marks import marked
from difftool.planning.probes.question import Question
from difftool.planning.sync import Follows, sync
from difftool.planning.unique_keys import unique_keys
from difftool.sql.quote import identifier, qualified

_Has = Callable[[str, str, str], bool]
"""whether a table, by schema and name, has a column"""


@dataclass(frozen=True, slots=True)
class _Carry:
    """A referring column and its successor: `child.old` held `parent.from_`, `child.new` holds `parent.to`."""

    schema: str
    child: str
    old: str
    new: str

    @property
    def table(self) -> str:
        return qualified(self.schema, self.child)


def contribute(rule: DataRule, ground: Ground, number: Iterator[int]) -> Contribution:
    """Where live has the old key's columns, and the target has them no more or has another key. Raises ConfigError."""
    schema, name = relation(rule.subject)
    keys = {name: tuple(names(column)[0] for column in rule.keys[name]) for name in ("from", "to")}
    rule = replace(rule, keys={**rule.keys, **keys})
    old, new = keys["from"], keys["to"]
    if not _is_due(ground, schema, name, old, new):
        return Contribution()
    carries = [carry for carry in _carries(rule) if ground.has_column(carry.schema, carry.child, carry.old)]
    _refuse_ambiguous(rule, ground, carries)
    parent = qualified(schema, name)
    preludes = [_added(ground, schema, name, column) for column in new]
    fills: list[Draft] = []
    for carry in carries:
        preludes.append(_added(ground, carry.schema, carry.child, carry.new))
        fills.append(_fill(rule, ground, carry, parent, number))
    syncs = tuple(_followed(rule, ground, c, parent) for c in carries if _is_busy(ground, c))
    must = [c for c in carries if _becomes_required(ground, _ident(c, c.new))]
    aside = {c: _moved(rule, ground, c, number) for c in must if rule.keys.get("unresolved") == "quarantine"}
    lost = {str(Ident("column", schema, name, column)) for column in old} | {str(_ident(c, c.old)) for c in carries}
    made = {str(ident) for column in new if _is_made(rule, ground, ident := Ident("column", schema, name, column))}
    return Contribution(
        prelude=tuple(draft for draft in preludes if draft),
        drafts=(*(each.guard for each in syncs), *fills, *aside.values()),
        questions=tuple(_unresolved(rule, ground, c, parent) for c in must),
        asserts={str(_ident(c, c.new)): _empty(c) for c in must},
        resolves=frozenset({str(_ident(c, c.new)) for c in carries} | made),
        declared_losses=frozenset(lost),
        catch_ups={
            **{str(Ident("column", schema, name, column)): tuple(fills) for column in old},
            **{
                str(_ident(c, n)): (fill, *([aside[c]] if c in aside else []))
                for c, fill in zip(carries, fills, strict=True)
                for n in (c.old, c.new)
            },
        },
        syncs=syncs,
        backfill={str(_ident(c, c.old)): (_back(rule, ground, c, parent),) for c in carries},
        generate={str(Ident("column", schema, name, c)): rule.keys["generate"] for c in old if "generate" in rule.keys},
    )


def _is_due(ground: Ground, schema: str, name: str, old: Sequence[str], new: Sequence[str]) -> bool:
    if not ground.has_table(schema, name) or not all(ground.has_column(schema, name, column) for column in old):
        return False
    here, there = ground.table_now(schema, name).key, table(ground.target, schema, name).key
    leaving = not any(ground.wants_column(schema, name, column) for column in old)
    return leaving or (set(there) == set(new) != set(here))


def _is_made(rule: DataRule, ground: Ground, ident: Ident) -> bool:
    """Whether each row gets its new key as the column is added. ConfigError where a sequence must be made before."""
    if ident in ground.live.objects:
        return False
    facts = ground.target.objects[ident].facts
    if "nextval(" in str(facts.get("default") or ""):
        raise ConfigError(
            f"rekey: {rule.subject}: {ident.part} takes its values from a sequence, which is made later than they are "
            "needed: let the snapshot say `generated by default as identity`",
            where=str(rule.place),
        )
    return bool(facts.get("default") is not None or facts.get("identity"))


def _refuse_ambiguous(rule: DataRule, ground: Ground, carries: Iterable[_Carry]) -> None:
    """What refers to a row by columns that several rows may share would be given any one of them."""
    schema, name = relation(rule.subject)
    keys = [set(key.uses) for key in unique_keys(ground.live, schema, name) if key.plain]
    for carry in carries:
        used = [theirs for theirs, _ in _pairs(rule.keys["from"], carry, carry.old, ground.has_column)]
        if not any(key <= set(used) for key in keys):
            raise ConfigError(
                f"rekey: {rule.subject}: rows may share {', '.join(used)}, so {carry.child}.{carry.old} does not tell "
                f"which is meant; its key is {', '.join(ground.table_now(schema, name).key) or 'missing'}",
                where=str(rule.place),
            )


def _carries(rule: DataRule) -> Iterator[_Carry]:
    for written, new in (rule.keys.get("carry") or {}).items():
        schema, child, old = place(written)
        yield _Carry(schema, child, old, names(new)[0])


def _becomes_required(ground: Ground, ident: Ident) -> bool:
    here = ground.live.objects.get(ident)
    return bool(ground.target.objects[ident].facts["not_null"]) and not (here and here.facts["not_null"])


def _ident(carry: _Carry, column: str) -> Ident:
    return Ident("column", carry.schema, carry.child, column)


def _added(ground: Ground, schema: str, name: str, column: str) -> Draft | None:
    there = ground.has_column(schema, name, column) or not ground.wants_column(schema, name, column)
    return None if there else added(ground, Ident("column", schema, name, column))


def _source(rule: DataRule) -> str:
    """The parent's column whose value the child takes: of a composite key the last, which tells rows apart."""
    return identifier(rule.keys["to"][-1])


def _match(rule: DataRule, ground: Ground, carry: _Carry) -> str:
    """A condition on `p`, a row of the parent: it is the one to which the old column of `t` points."""
    return _same(rule.keys["from"], carry, carry.old, ground.has_column)


def _same(key: Sequence[str], carry: _Carry, last: str, has: _Has) -> str:
    pairs = _pairs(key, carry, last, has)
    return " and ".join(f"p.{identifier(theirs)} = t.{identifier(ours)}" for theirs, ours in pairs)


def _pairs(key: Sequence[str], carry: _Carry, last: str, has: _Has) -> list[tuple[str, str]]:
    """The last column of a key is the one that is carried; the others the child has under the same names, if at all."""
    others = [(column, column) for column in key[:-1] if has(carry.schema, carry.child, column)]
    return [(key[-1], last), *others]


def _fill(rule: DataRule, ground: Ground, carry: _Carry, parent: str, number: Iterator[int]) -> Draft:
    """From the row that the old column points to; a value that is there already stays unless the rule overwrites."""
    new, old = identifier(carry.new), identifier(carry.old)
    match = _match(rule, ground, carry)
    title = f"fill {carry.new} of {carry.child} from {rule.subject}"
    where = "" if rule.keys.get("where_filled") == "overwrite" else f" and t.{new} is null"
    if not ground.has_column(carry.schema, carry.child, carry.new):
        differs = marked(f"{match} and t.{new} is distinct from p.{_source(rule)}")
        update = f"update {carry.table} as t set {new} = p.{_source(rule)}\nfrom {parent} as p\nwhere {differs}"
        sql: tuple[str, ...] = (update,)
        undo = Undo(UndoKind.LOSSLESS, why="the column goes")
    else:
        holder, kept = ground.table(carry.schema, carry.child), next(number)
        value = f"(select p.{_source(rule)} from {parent} as p where {match})"
        condition = marked(f"t.{old} is not null and t.{new} is distinct from {value}{where}")
        sql = (
            *quarantine.keep_values(ground.key, kept, holder, carry.new, condition, value, ground.keep),
            quarantine.change_values(ground.key, kept, holder, carry.new, condition),
        )
        undo = Undo(UndoKind.QUARANTINE, (quarantine.restore_values(ground.key, kept, holder, carry.new),))
    return Draft(Phase.FILL, sql, (carry.schema, carry.child), title, undo=undo, alone=True, rows=True)


def _is_busy(ground: Ground, carry: _Carry) -> bool:
    new = not ground.has_column(carry.schema, carry.child, carry.new)
    return new and (carry.schema, carry.child) in ground.busy


def _followed(rule: DataRule, ground: Ground, carry: _Carry, parent: str) -> Sync:
    """What was there before is no trigger's to overwrite: that is kept aside first."""
    of = _match(rule, ground, carry)
    ident = _ident(carry, carry.new)
    new_type = str(ground.target.objects[ident].facts["type"])
    value = f"(select p.{_source(rule)} from {parent} as p where {of})"
    schema, name = relation(rule.subject)
    keys = (Ident("column", schema, name, column) for column in rule.keys["from"])
    follows = Follows((carry.schema, carry.child), carry.new, new_type, value)
    return sync(ground.key, ground.search_path, follows, map(str, (*keys, _ident(carry, carry.old))))


def _unresolved(rule: DataRule, ground: Ground, carry: _Carry, parent: str) -> Question:
    """The rows that will have no reference: what they refer to is not there, or they refer to nothing."""
    found = f"select from {parent} as p where {_match(rule, ground, carry)}"
    known = ground.has_column(carry.schema, carry.child, carry.new)
    empty = f"t.{identifier(carry.new)} is null and " if known else ""
    condition = f"from {carry.table} as t where {empty}not exists ({found})"
    key = ", ".join(f"t.{identifier(name)}" for name in table(ground.live, carry.schema, carry.child).key) or "t.ctid"
    aside = rule.keys.get("unresolved") == "quarantine"
    return Question(
        _ident(carry, carry.new),
        Ident("table", carry.schema, carry.child),
        Probe(f"select count(*) {condition}", 0, f"refer by {carry.old} to no row of {rule.subject}"),
        f"{carry.child}.{carry.old} -> {rule.subject}",
        f"select count(*) from {carry.table}",
        f"select concat_ws(', ', {key}) {condition} order by 1 limit {{limit}}",
        (f"# in rekey: {rule.subject}", "unresolved: quarantine          # moves these rows to quarantine"),
        advice=f"rekey: {rule.subject}, unresolved: quarantine" if aside else "",
    )


def _moved(rule: DataRule, ground: Ground, carry: _Carry, number: Iterator[int]) -> Draft:
    """With what hangs on them; after the fill, so that nothing is moved that a row was found for."""
    child = table(ground.live, carry.schema, carry.child)
    condition = marked(f"t.{identifier(carry.new)} is null")
    moved = moved_aside(rule, ground, number, child, condition, None)
    title = f"move rows of {carry.child} without {carry.new} to quarantine"
    undo = Undo(UndoKind.QUARANTINE, moved.restores)
    return Draft(Phase.CLEAN, moved.sql, (carry.schema, carry.child), title, undo=undo, alone=True, rows=True)


def _empty(carry: _Carry) -> Probe:
    count = f"select count(*) from {carry.table} where {identifier(carry.new)} is null"
    return Probe(count, 0, f"have no {carry.new}: what they referred to was not found")


def _back(rule: DataRule, ground: Ground, carry: _Carry, parent: str) -> str:
    """For rows that came after the plan: the old reference of the row that the new one names."""
    old = identifier(carry.old)
    same = _same(rule.keys["to"], carry, carry.new, ground.wants_column)
    return (
        f"update {carry.table} as t set {old} = p.{identifier(rule.keys['from'][-1])}\nfrom {parent} as p\n"
        f"where t.{old} is null and {same}"
    )
