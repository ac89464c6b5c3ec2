"""What a statement needs rights on besides the relation that it is about: types, functions, schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from difftool.sql.parse import kind_of, nodes

Name = tuple[str, str]
"""schema, name"""
_MAKING = ("CreateStmt", "IndexStmt", "CreateSeqStmt")


@dataclass(frozen=True, slots=True)
class Used:
    """`types` are those of columns, `run` are functions of triggers; `called` may be run, on some row. All qualified.

    `home` is the schema in which the statement makes a relation, or empty.
    """

    types: frozenset[Name]
    run: frozenset[Name]
    called: frozenset[Name]
    schemas: frozenset[str]
    home: str


def used(statement: str) -> Used:
    """https://www.postgresql.org/docs/current/ddl-priv.html says which right each of them needs."""
    form = kind_of(statement)
    found = tuple(nodes(form.tree))
    columns = (node["ColumnDef"].get("typeName", {}) for node in found if "ColumnDef" in node)
    types = frozenset(_names(item.get("names", ()) for item in columns))
    called = frozenset(_names(node["FuncCall"]["funcname"] for node in found if "FuncCall" in node))
    run = frozenset(_names([form.tree.get("funcname", ())] if form.kind == "CreateTrigStmt" else ()))
    relations = {str(node["schemaname"]) for node in found if "relname" in node and "schemaname" in node}
    made = form.tree.get("relation") or form.tree.get("sequence") or {}
    home = str(made.get("schemaname", "")) if form.kind in _MAKING else ""
    return Used(types, run, called, frozenset(relations | {s for s, _ in types | run | called}), home)


def _names(lists: Any) -> Iterator[Name]:
    for parts in lists:
        names: list[Mapping[str, Any]] = list(parts)
        if len(names) > 1:
            schema, name = (str(part["String"]["sval"]) for part in names[-2:])
            yield schema, name
