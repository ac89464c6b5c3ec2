"""Values that repeat: primary keys, unique constraints and unique indexes, partial and of expressions too."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.change import Change
from difftool.model.plan import Probe
from difftool.planning.probes.enforced import enforced_anew, is_new_index
from difftool.planning.probes.question import Question
from difftool.planning.probes.rows import Sides, rule_name, short
from difftool.planning.probes.text import Index, column_name, columns_in, index_of

_BY_HAND = ("# no rule knows expressions as keys: change or delete these rows yourself, then plan again",)


def ask(change: Change, sides: Sides) -> Iterator[Question]:
    """Of a range WITHOUT OVERLAPS, see exclusion."""
    thing = change.after
    if thing is None or not (enforced_anew(change, "unique", "primary key") or _is_unique_index(change)):
        return
    table = sides.holder(thing.parent.schema, thing.parent.name) if thing.parent else None
    index = index_of(thing.facts["definition"])
    uses = columns_in(f"({', '.join([*index.keys, *([index.predicate] if index.predicate else [])])})")
    if table and not index.without_overlaps and sides.knows(table, uses):
        yield _question(thing, table, index, uses, sides)


def _is_unique_index(change: Change) -> bool:
    return is_new_index(change) and change.after is not None and change.after.facts["definition"].startswith("CREATE U")


def _question(thing: CatalogObject, table: Ident, index: Index, uses: tuple[str, ...], sides: Sides) -> Question:
    """Counted are the rows beyond the first of each value; by default a NULL is equal to nothing."""
    keys = ", ".join(index.keys)
    source = sides.rows(table, uses)
    conditions = [f"({index.predicate})"] if index.predicate else []
    conditions += [] if index.nulls_together else [f"{key} is not null" for key in index.keys]
    where = f" where {' and '.join(conditions)}" if conditions else ""
    groups = f"from {source}{where} group by {keys} having count(*) > 1"
    says = f"repeat a value of {', '.join(column_name(key) or key for key in index.keys)}"
    shown = ", ".join(f"coalesce(({key})::text, 'NULL')" for key in index.keys)
    return Question(
        thing.ident,
        table,
        Probe(f"select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n {groups}) as g", 0, says),
        f"{thing.facts.get('type', 'unique index')} {short(table)} ({', '.join(index.keys)})",
        f"select count(*) from {sides.plain(table)}",
        f"select concat_ws(', ', {shown}) {groups} order by 1 limit {{limit}}",
        _remedy(table, index) if all(column_name(key) for key in index.keys) else _BY_HAND,
        asserted=source == sides.plain(table),
    )


def _remedy(table: Ident, index: Index) -> tuple[str, ...]:
    return (
        "data:",
        f"  - duplicates: {rule_name(table)}({', '.join(index.keys)})",
        "    keep: first          # or last, {by: expression}; the others go to quarantine",
    )
