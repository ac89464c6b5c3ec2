"""Orphans: rows whose foreign key names nothing. How they are counted, shown, resolved and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from difftool.errors import ConfigError
from difftool.model.foreign_key import ForeignKey, Table
from difftool.model.plan import Probe, Undo, UndoKind
from difftool.model.profile import DataRule
from difftool.planning import quarantine
from difftool.planning.marks import marked
from difftool.planning.moving import moved
from difftool.sql.quote import identifier, qualified


@dataclass(frozen=True, slots=True)
class Resolved:
    """The `clean` step of a rule: statements that commit together, and what brings back what they changed.

    The undo of `delete` and `quarantine` puts orphans back: it can only run while the foreign key is not there.
    """

    title: str
    sql: tuple[str, ...]
    undo: Undo


def is_orphan(fk: ForeignKey) -> str:
    """The condition on `t`, a row of the child table. Under MATCH FULL, NULL in some columns only is one as well."""
    filled = [f"t.{identifier(column)} is not null" for column in fk.columns]
    pairs = zip(fk.refers_to, fk.columns, strict=True)
    found = " and ".join(f"p.{identifier(theirs)} = t.{identifier(ours)}" for theirs, ours in pairs)
    parent = qualified(fk.parent_schema, fk.parent_name)
    nowhere = " and ".join([*filled, f"not exists (select from {parent} as p where {found})"])
    if fk.full and len(fk.columns) > 1:
        columns = ", ".join(f"t.{identifier(column)}" for column in fk.columns)
        return f"(num_nulls({columns}) between 1 and {len(fk.columns) - 1} or ({nowhere}))"
    return nowhere


def orphan_probe(fk: ForeignKey) -> Probe:
    ask = f"select count(*) from {quarantine.source(fk.child)} as t where {is_orphan(fk)}"
    return Probe(ask, 0, f"name a row of {fk.parent_name} that does not exist")


def count_query(fk: ForeignKey) -> str:
    """How many rows the child table has, orphans or not."""
    return f"select count(*) from {quarantine.source(fk.child)}"


def remedy(fk: ForeignKey) -> tuple[str, ...]:
    """The lines to add to the profile."""
    column = fk.child.column(fk.columns[0])
    choices = ["set-null"] if column.nullable else []
    choices += ["delete", "quarantine"]
    where = "" if fk.child.schema == "public" else f"{identifier(fk.child.schema)}."
    return (
        "data:",
        f"  - orphans: {where}{identifier(fk.child.name)}.{identifier(column.name)}",
        f"    become: {choices[0]}          # or {', '.join(choices[1:])}",
    )


def resolve(
    fk: ForeignKey,
    rule: DataRule,
    key: str,
    number: int,
    keep: quarantine.Interval,
    cascade: Sequence[ForeignKey] = (),
    loosened: Sequence[ForeignKey] = (),
) -> Resolved:
    """What a rule other than `become: refuse` does to the orphans of `fk`.

    `key` and `number` name the quarantine tables (deleted rows of `cascade` take the numbers after). `cascade` lists
    the foreign keys through which a deletion would go on, parents before children and those of a child together: their
    rows are kept, then deleted, too; references along `loosened` are kept and become NULL. Rows under
    `become: quarantine` stay there until somebody purges them.
    """
    become = rule.keys["become"]
    _refuse_without_key(rule, fk.child, *(other.child for other in (*cascade, *loosened)))
    if become == "set-null":
        return _overwrite(fk, rule, key, number, keep, "null")
    if isinstance(become, dict):
        return _overwrite(fk, rule, key, number, keep, str(become["default"]))
    return _delete(fk, key, number, None if become == "quarantine" else keep, cascade, loosened)


def _refuse_without_key(rule: DataRule, *tables: Table) -> None:
    for table in tables:
        if not table.key:
            raise ConfigError(
                f"orphans: {table.schema}.{table.name} has no primary key, so its rows could not be brought back; "
                "add one, or resolve the orphans by hand",
                where=str(rule.place),
            )


def _overwrite(
    fk: ForeignKey, rule: DataRule, key: str, number: int, keep: quarantine.Interval, becomes: str
) -> Resolved:
    columns = overwritten(fk, rule)
    for column in columns:
        if becomes == "null" and not fk.child.column(column).nullable:
            raise ConfigError(
                f"become: {column} of {fk.child.name} is NOT NULL; choose delete, quarantine or a default",
                where=str(rule.place),
            )
    sql: list[str] = []
    restores: list[str] = []
    for place, column in enumerate(columns, number):
        filled = f"t.{identifier(column)} is not null and " if len(columns) > 1 else ""
        condition = marked(f"{filled}{is_orphan(fk)}")
        sql += quarantine.keep_values(key, place, fk.child, column, condition, becomes, keep)
        sql.append(quarantine.change_values(key, place, fk.child, column, condition))
        restores.append(quarantine.restore_values(key, place, fk.child, column))
    value = "null" if becomes == "null" else f"a default ({becomes})"
    title = f"set orphaned {', '.join(columns)} of {fk.child.name} to {value}, kept aside"
    return Resolved(title, tuple(sql), Undo(UndoKind.QUARANTINE, tuple(restores)))


def overwritten(fk: ForeignKey, rule: DataRule) -> tuple[str, ...]:
    """The columns that a rule other than deletion changes, each with a quarantine table of its own.

    Under MATCH FULL a row refers to nothing only with NULL in all of them.
    """
    return fk.columns if fk.full and rule.keys["become"] == "set-null" else (_named_column(fk, rule),)


def _delete(
    fk: ForeignKey,
    key: str,
    number: int,
    keep: quarantine.Interval,
    cascade: Sequence[ForeignKey],
    loosened: Sequence[ForeignKey],
) -> Resolved:
    sql, restores = moved(key, number, fk.child, marked(is_orphan(fk)), keep, cascade, loosened)
    reached = dict.fromkeys(other.child.name for other in cascade)
    reach = f", with what refers to them in {', '.join(reached)}" if reached else ""
    return Resolved(f"move orphans of {fk.child.name} to quarantine{reach}", sql, Undo(UndoKind.QUARANTINE, restores))


def _named_column(fk: ForeignKey, rule: DataRule) -> str:
    """The column that the rule names; of a composite key, any one decides whether the row refers to something."""
    for column in fk.columns:
        if rule.subject.endswith((f".{column}", f".{identifier(column)}")):
            return column
    raise ConfigError(f"orphans: {rule.subject} is not a column of {fk.name}", where=str(rule.place))
