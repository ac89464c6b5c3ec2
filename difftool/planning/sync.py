"""A trigger of our own fills a new column of rows that are written between its fill and the change-over.

The old application knows nothing of the column. So the trigger gives it a value where it has none, and where it held
what the rule makes of the row, it goes on doing so; what somebody else has put there stays. It fires as the last of
the table's BEFORE triggers, for they fire in the order of their names, with the rights of whoever applies the plan.

https://www.postgresql.org/docs/current/sql-createfunction.html, "Writing SECURITY DEFINER Functions Safely".
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from difftool.model.catalog import Catalog, CatalogObject
from difftool.model.plan import Phase, Undo, UndoKind
from difftool.model.profile import Policy
from difftool.planning.draft import Draft, Relation, Sync
from difftool.planning.forms import dropped_by, enforced_by, form_of
from difftool.sql.quote import identifier, literal, qualified

LAST = "~difftool_sync_"
"""begins the name of the trigger: ~ is the last character of ASCII"""


@dataclass(frozen=True, slots=True)
class Follows:
    """A new column of `relation`, and its value, an SQL expression over `t`, a row of that.

    `always`: it is nobody else's to write, so that whatever is put there gives way to the value.
    """

    relation: Relation
    column: str
    type: str
    value: str
    always: bool = False


def busy(live: Catalog, policy: Policy) -> frozenset[Relation]:
    """The tables that are worth a trigger: those with more rows than the policy calls small, by their estimates.

    On small ones catching up under a lock takes no time. Tables with partitions or heirs get none.
    """
    if policy.online == "never":
        return frozenset()
    tables = list(live.of("table"))
    parents = {name for thing in tables for name in thing.facts.get("inherits", ())}
    return frozenset(
        (thing.ident.schema, thing.ident.name)
        for thing in tables
        if int(thing.notes.get("rows", 0)) > policy.small_table and _is_plain(thing, parents)
    )


def _is_plain(table: CatalogObject, parents: Collection[str]) -> bool:
    tree = any(table.facts.get(fact) for fact in ("partition_key", "partition_of", "inherits"))
    return not tree and table.address not in parents


def sync(key: str, search_path: str, follows: Follows, needs: Iterable[str]) -> Sync:
    """`key` is the plan's; the `search_path` is the one for which the value was written."""
    schema, table = follows.relation
    column = f"column {schema}.{table}.{follows.column}"
    name = f"{key}_{hashlib.sha256(column.encode()).hexdigest()[:8]}"
    function, trigger, on = f"difftool.sync_{name}", identifier(f"{LAST}{name}"), qualified(schema, table)
    release = (f"drop trigger if exists {trigger} on {on}", f"drop function if exists {function}()")
    path = ", ".join(filter(None, ("pg_catalog", search_path, "pg_temp")))
    settings = f"set search_path = {path} set row_security = off"
    made = f"create function {function}() returns trigger language plpgsql security definer\n{settings}"
    statements = (
        f"{made} as {literal(_body(follows))}",
        f"revoke all on function {function}() from public",
        f"create trigger {trigger} before insert or update on {on}\nfor each row execute function {function}()",
    )
    title = f"new and changed rows of {table} get their {follows.column}, by a trigger until it is relied on"
    undo = Undo(UndoKind.LOSSLESS, release)
    guard = Draft(Phase.GUARD, statements, follows.relation, title, undo=undo, alone=True)
    return Sync(guard, release, column, frozenset(needs))


def _body(follows: Follows) -> str:
    new, old = (f"{row}.{identifier(follows.column)}" for row in ("new", "old"))
    if follows.always:
        given = f"{new} := {_of('new', follows.value)};"
        return f"\n#variable_conflict use_column\nbegin\n  {given}\n  return new;\nend\n"
    return (
        "\n#variable_conflict use_column\nbegin\n"
        f"  if {new} is null or (tg_op = 'UPDATE' and {new}::text is not distinct from {old}::text\n"
        f"      and {old}::text is not distinct from {_of('old', f'({follows.value})::{follows.type}::text')}) then\n"
        f"    {new} := {_of('new', follows.value)};\n"
        "  end if;\n  return new;\nend\n"
    )


def _of(row: str, value: str) -> str:
    return f"(select {value}\n      from (select {row}.*) as t)"


def released(drafts: Sequence[Draft], syncs: Sequence[Sync]) -> tuple[Draft, ...]:
    """The drafts, in their final order, each of `syncs` ended by the one that relies on its column."""
    found = list(drafts)
    for each in syncs:
        place = _end(found, each)
        if place is None:
            title = f"{each.column.partition(' ')[2]} is filled: its trigger goes"
            release = Draft(Phase.CONTRACT, each.release, each.guard.relation, title, alone=True)
            found.append(release)
        else:
            found[place] = replace(found[place], catch_up=(*found[place].catch_up, *each.release))
    return tuple(found)


def _end(drafts: Sequence[Draft], sync: Sync) -> int | None:
    forms = [[form_of(text) for text in each.statements if text.startswith(("ALTER", "DROP"))] for each in drafts]
    drops = [n for n, each in enumerate(forms) if any(sync.needs.intersection(dropped_by(form)) for form in each)]
    enforced = [n for n, each in enumerate(forms) if any(enforced_by(form) == sync.column for form in each)]
    return next(iter((*drops[:1], *enforced[-1:])), None)
