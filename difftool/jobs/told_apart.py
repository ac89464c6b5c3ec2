"""What each of several steps has changed, where the catalogs were read but once, after all of them.

A step that alters one table, or makes an index on it, changes what hangs on that table and nothing else. So steps on
different tables need no reading each: every change belongs to the one whose table it is about. That is foretold from
the statements, and looked at afterwards: in the locks that were held, and in the changes themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from difftool.diff.compare import compare
from difftool.diff.scope import root
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.change import Change
from difftool.planning.draft import Draft
from difftool.planning.forms import form_of

Group = tuple[tuple[Draft, Ident | None], ...]
"""steps, each with the only table that it is about; None, and alone, where that cannot be foretold"""

WEAK = ("ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE")
"""locks of those who only read, or write rows"""
_FURTHER = ("AT_DropConstraint", "AT_AttachPartition", "AT_DetachPartition", "AT_AddInherit", "AT_DropInherit")
_RELATED = ("partition_key", "partition_of", "inherits")


class Mingled(Exception):
    """It cannot be told which step has changed something."""


def one_by_one(drafts: Iterable[Draft]) -> Iterator[Group]:
    return (((draft, None),) for draft in drafts)


def grouped(drafts: Iterable[Draft], start: Catalog) -> Iterator[Group]:
    """In their order; together are those that follow each other and are each about another table."""
    group: dict[Ident, Draft] = {}
    for draft in drafts:
        table = _table_of(draft, start)
        if group and (table is None or table in group):
            yield tuple((each, known) for known, each in group.items())
            group = {}
        if table is None:
            yield ((draft, None),)
        else:
            group[table] = draft
    if group:
        yield tuple((each, known) for known, each in group.items())


def _table_of(draft: Draft, start: Catalog) -> Ident | None:
    forms = [form_of(statement) for statement in draft.statements]
    idents = {Ident("table", *form.relation) for form in forms}
    if len(idents) != 1 or draft.rows or draft.catch_up:
        return None
    (ident,) = idents
    there = start.objects.get(ident)
    if there is None or any(map(there.facts.get, _RELATED)):
        return None
    further = any(
        form.node not in ("AlterTableStmt", "IndexStmt")
        or form.constraint == "CONSTR_FOREIGN"
        or any(action in _FURTHER for action in form.actions)
        for form in forms
    )
    return None if further else ident


def told_apart(before: Catalog, after: Catalog, held: Sequence[tuple[Ident, Mapping[str, str]]]) -> tuple[Catalog, ...]:
    """The catalog after each step of a group; `held` are their tables, and the locks that they took.

    Raises Mingled where one locked another table than its own, or something changed that is about none of them.
    """
    for table, locks in held:
        if any(mode not in WEAK and name != f"{table.schema}.{table.name}" for name, mode in locks.items()):
            raise Mingled
    changed: dict[Ident, list[Change]] = defaultdict(list)
    for change in compare(before, after):
        changed[root(after.objects if change.after else before.objects, change.ident)].append(change)
    if changed.keys() - {table for table, _ in held}:
        raise Mingled
    found = [before]
    for table, _ in held[:-1]:
        found.append(replace(found[-1], objects=_with(found[-1].objects, changed[table])))
    return (*found[1:], after)


def _with(objects: Mapping[Ident, CatalogObject], changes: Iterable[Change]) -> dict[Ident, CatalogObject]:
    known = dict(objects)
    for change in changes:
        known.pop(change.ident, None)
        if change.after:
            known[change.ident] = change.after
    return known
