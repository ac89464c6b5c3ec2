"""What a set of statements refers to by foreign keys, and does not make: tables of somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from difftool.model.profile import External
from difftool.sql.parse import kind_of
from difftool.sql.quote import qualified

Name = tuple[str, str]
"""schema, name"""
_MAKING = ("CreateStmt", "CreateForeignTableStmt", "ViewStmt", "CreateTableAsStmt")
_MAKING_OTHERS = ("CreateFunctionStmt", "CreateEnumStmt", "CreateDomainStmt", "CompositeTypeStmt", "CreateSchemaStmt")
_UNNAMED_KEY = "id"
"""what a key is called where `references t` does not say it"""
NEEDS = ("select", "references", "insert", "update", "delete")


def outside(statements: Iterable[str], declared: Iterable[External] = ()) -> tuple[External, ...]:
    """The tables, each with the columns that foreign keys name, of the types that the referring columns have.

    What is declared besides is taken as that, where no statement makes it.
    """
    made: set[Name] = set()
    types: dict[tuple[Name, str], str] = {}
    found: dict[Name, dict[str, str]] = {}
    others: list[str] = []
    for statement in statements:
        form = kind_of(statement)
        if form.kind in _MAKING:
            made.add(_made(form.tree))
        if form.kind in ("CreateStmt", "AlterTableStmt"):
            table = _name(form.tree["relation"])
            types |= {(table, column["colname"]): _type(column["typeName"]) for column in _columns(form.tree)}
            for target, columns in _keys(form.tree, table, types):
                found.setdefault(target, {}).update(columns)
        elif form.kind in _MAKING_OTHERS:
            others.append(statement.lower())
        elif form.kind == "RenameStmt" and form.tree.get("renameType") == "OBJECT_TABLE":
            made.add((_name(form.tree["relation"])[0], form.tree["newname"]))
    referred = {
        qualified(*name): External("table", qualified(*name), columns, tuple(columns), NEEDS)
        for name, columns in found.items()
        if name not in made
    }
    there = {qualified(*name) for name in made}
    unmade = {e.name: e for e in declared if e.name not in there and not any(_bare(e.name) in text for text in others)}
    return tuple((referred | unmade).values())


def _bare(name: str) -> str:
    """Without schema and arguments."""
    return name.partition("(")[0].rsplit(".", 1)[-1].strip('"').lower()


def _made(tree: Mapping[str, Any]) -> Name:
    base = tree.get("base", tree)
    return _name(base.get("relation") or base.get("view") or base["into"]["rel"])


def _name(node: Mapping[str, Any]) -> Name:
    return str(node.get("schemaname", "public")), str(node["relname"])


def _elements(tree: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Columns and constraints, of a table that is made or altered."""
    commands = (item["AlterTableCmd"].get("def", {}) for item in tree.get("cmds", ()))
    return [*tree.get("tableElts", ()), *commands]


def _columns(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for element in _elements(tree):
        column = element.get("ColumnDef", {})
        if "colname" in column and "typeName" in column:
            yield column


def _keys(
    tree: Mapping[str, Any], table: Name, types: Mapping[tuple[Name, str], str]
) -> Iterator[tuple[Name, dict[str, str]]]:
    """For each foreign key: what it refers to, and the columns there."""
    for column in _columns(tree):
        for constraint in (item["Constraint"] for item in column.get("constraints", ())):
            if constraint["contype"] == "CONSTR_FOREIGN":
                yield _key(constraint, [_type(column["typeName"])])
    for element in _elements(tree):
        constraint = element.get("Constraint", {})
        if constraint.get("contype") == "CONSTR_FOREIGN":
            yield _key(constraint, [types.get((table, name), "uuid") for name in _texts(constraint["fk_attrs"])])


def _key(constraint: Mapping[str, Any], types: list[str]) -> tuple[Name, dict[str, str]]:
    columns = _texts(constraint.get("pk_attrs", ())) or [_UNNAMED_KEY]
    return _name(constraint["pktable"]), dict(zip(columns, types, strict=False))


def _type(node: Mapping[str, Any]) -> str:
    """The type's name; a serial column holds what an integer one does."""
    name = ".".join(text for text in _texts(node["names"]) if text != "pg_catalog")
    plain = {"serial": "integer", "bigserial": "bigint", "smallserial": "smallint"}.get(name, name)
    modifiers = [
        str(item["A_Const"]["ival"].get("ival", 0))
        for item in node.get("typmods", ())
        if "ival" in item.get("A_Const", {})
    ]
    return f"{plain}({', '.join(modifiers)})" if modifiers else plain


def _texts(nodes: Iterable[Mapping[str, Any]]) -> list[str]:
    return [str(node["String"]["sval"]) for node in nodes]
