"""Row accounting: what a plan has made of the rows of the tables that its data steps change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from difftool.model.plan import Plan
from difftool.model.receipt import StepReceipt
from difftool.pg.names import parts
from difftool.pg.session import Session
from difftool.planning.quarantine import kept_from
from difftool.sql.quote import qualified


@dataclass(frozen=True, slots=True)
class Rows:
    """How many a table has now; how many of its rows, and of its values, are kept aside."""

    rows: int
    quarantined: int
    values: int


def rows_of(session: Session, plan: Plan) -> Mapping[str, Rows]:
    """Of each table that a data step changes, or of which a step keeps something aside."""
    return {
        table: Rows(_count(session, table), _kept(session, table, "rows"), _kept(session, table, "values"))
        for table in _tables_with_changed_rows(session, plan)
    }


def _tables_with_changed_rows(session: Session, plan: Plan) -> list[str]:
    tables = {t for step in plan.steps if step.rows for t, mode in step.locks.items() if mode == "ROW EXCLUSIVE"}
    kept = (kept_from(text) for step in plan.steps for text in step.sql)
    tables |= {".".join(parts(name)[:2]) for name in kept if name}
    return sorted(table for table in tables if not table.startswith("difftool.") and not _is_partition(session, table))


def _is_partition(session: Session, table: str) -> bool:
    """Its rows are counted as those of its parent."""
    ask = "select relispartition from pg_catalog.pg_class where oid = to_regclass(%s)"
    return bool(session.value(ask, [qualified(*table.split(".", 1))]))


def _count(session: Session, table: str) -> int:
    name = qualified(*table.split(".", 1))
    there = session.value("select to_regclass(%s) is not null", [name])
    return int(session.value(f"select count(*) from {name}")) if there else 0


def _kept(session: Session, table: str, kind: str) -> int:
    ask = (
        "select coalesce(sum(rows), 0)::bigint from difftool.quarantine"
        " where kind = %s and source_schema = %s and source_table = %s"
    )
    return int(session.value(ask, [kind, *table.split(".", 1)]))


def accounted(before: Mapping[str, Rows], after: Mapping[str, Rows]) -> tuple[str, ...]:
    """For people: the executor itself refuses a step that loses rows, and others may write meanwhile."""
    lines = []
    for table, now in after.items():
        then = before[table]
        moved, values = now.quarantined - then.quarantined, now.values - then.values
        line = f"{table}: {then.rows:,} rows before = {now.rows:,} after + {moved:,} quarantined"
        if moved < 0:
            line = f"{table}: {then.rows:,} rows before + {-moved:,} out of quarantine = {now.rows:,} after"
        others = now.rows + moved - then.rows
        line += f", {abs(others):,} {'more' if others > 0 else 'fewer'} by others" if others else ""
        lines.append(line + (f"; {values:,} {'value' if values == 1 else 'values'} kept aside" if values > 0 else ""))
    return tuple(lines)


def unchanged(receipts: tuple[StepReceipt, ...]) -> tuple[str, ...]:
    return tuple(
        f"step {each.id}: the other columns of {_changed(each.quarantined)} as they were (checksum {each.unchanged})"
        for each in receipts
        if each.unchanged and each.quarantined is not None
    )


def _changed(rows: int) -> str:
    return "the changed row are" if rows == 1 else f"the {rows:,} changed rows are"
