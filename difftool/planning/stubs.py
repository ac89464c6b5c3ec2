"""Extensions of which the shadow has no more than names: said wherever something was proven beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from difftool.model.catalog import Catalog
from difftool.model.plan import Step
from difftool.sql.parse import kind_of, nodes

STUB = "stub"
"""the version of such an extension"""


def stubs_in(*catalogs: Catalog) -> tuple[str, ...]:
    """As "pgcrypto: stub, nothing that calls it was computed", one each."""
    names = {
        ident.name
        for catalog in catalogs
        for ident, thing in catalog.objects.items()
        if ident.kind == "extension" and thing.notes.get("version") == STUB
    }
    return tuple(f"{name}: {STUB}, nothing that calls it was computed" for name in sorted(names))


def uncomputed(steps: Iterable[Step], functions: Collection[str], untried: Collection[str]) -> str:
    """What was not computed only because a table had no sample rows, or "".

    `functions` are those of stubs, `untried` the tables without rows.
    """
    for step in steps:
        tables = sorted(set(untried) & step.locks.keys())
        called = {name for text in step.sql for name in _computed(text)} & set(functions)
        if tables and called:
            return f"{min(called)}() is a stub in the shadow, and no sample row of {tables[0]} would have called it"
    return ""


_COMPUTING = {"AT_AddColumn", "AT_AddConstraint", "AT_AlterColumnType", "AT_SetExpression"}


def _computed(statement: str) -> Iterable[str]:
    """The functions that a statement may call for each row that is there."""
    form = kind_of(statement)
    actions = {item["AlterTableCmd"]["subtype"] for item in form.tree.get("cmds", ()) if "AlterTableCmd" in item}
    if form.kind == "IndexStmt" or actions & _COMPUTING:
        calls = (node["FuncCall"] for node in nodes(form.tree) if "FuncCall" in node)
        yield from (str(call["funcname"][-1]["String"]["sval"]) for call in calls)
