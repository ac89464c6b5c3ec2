"""The program that imports a user's SQLAlchemy models: what is asked comes in as JSON, the answer goes out as JSON."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterable, Mapping
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Column, MetaData, Table, create_mock_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import CreateDomainType, CreateEnumType
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateSchema, ExecutableDDLElement
from sqlalchemy.types import UserDefinedType

from difftool.diff.scope import covers
from difftool.files.patterns import parse_pattern
from difftool.model.catalog import Ident
from difftool.model.profile import Scope

Answer = dict[str, Any]
Theirs = Mapping[str, Mapping[str, str]]
"""tables of others, `schema.name` to columns and their types"""


def main() -> None:
    """What the models print goes to standard error: standard output is for the answer alone."""
    asked = json.load(sys.stdin)
    answering = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.path.insert(0, str(Path.cwd()))
    with answering:
        json.dump(_answer(asked), answering)


def _answer(asked: Answer) -> Answer:
    scope = Scope(tuple(parse_pattern(text) for text in asked["manages"]))
    try:
        metadata = _metadata(_imported(asked["module"]), asked["name"])
        return _declared(metadata, scope, asked["theirs"])
    except Unusable as error:
        return {"error": str(error), "details": error.details}
    except SQLAlchemyError as error:
        return {"error": f"its tables cannot be written as SQL: {_line(error)}", "details": []}
    except Exception as error:  # noqa: BLE001  # properties and types are the user's code, too
        return {"error": f"its tables cannot be had: {_line(error)}", "details": _place(error)}


class Unusable(Exception):
    def __init__(self, message: str, details: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.details = list(details)


def _imported(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            message = f"there is no module {error.name} here: call difftool in the folder that holds it"
            raise Unusable(message) from None
        hint = [f"difftool runs in {sys.prefix}: install it where the models' packages are"]
        raise Unusable(f"cannot be imported: {_line(error)}", hint) from None
    except (Exception, SystemExit) as error:  # noqa: BLE001  # it is the user's code
        raise Unusable(f"cannot be imported: {_line(error)}", _place(error)) from None


def _line(error: BaseException) -> str:
    return f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0]}".removesuffix(": ")


def _place(error: BaseException) -> list[str]:
    """Where in the user's own files it happened."""
    own = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(Path.cwd())]
    return [f"at {Path(f.filename).relative_to(Path.cwd())}:{f.lineno}: {f.line}" for f in own[-1:]]


def _metadata(module: Any, name: str) -> MetaData:
    try:
        found = reduce(getattr, name.split("."), module)
    except AttributeError:
        raise Unusable(f"the module has no {name}") from None
    metadata = getattr(found, "metadata", found)
    if not isinstance(metadata, MetaData):
        raise Unusable(f"{name} is neither a declarative base nor a MetaData")
    if not metadata.tables:
        raise Unusable("there are no tables: name a module that imports those which declare them")
    return metadata


def _declared(metadata: MetaData, scope: Scope, theirs: Theirs) -> Answer:
    default = metadata.schema or "public"
    tables = list(metadata.tables.values())
    known = {_name(table, default) for table in tables}
    ours = [t for t in tables if covers(scope, _ident(t, default)) and _name(t, default) not in theirs]
    for table in ours:
        _lend(table, theirs, default)
    made = _made(metadata, _with_referred(ours, theirs, default))
    types = [each.element for each in made if isinstance(each, CreateEnumType | CreateDomainType)]
    return {
        "sql": _sql(made),
        "types": [(each.schema or default, each.name) for each in types],
        "computed": [(*_ident(t, default)[1:3], c.name) for t in ours for c in t.columns if _by_python(c)],
        "not_managed": sorted(known - {_name(t, default) for t in ours}),
    }


def _ident(table: Table, default: str) -> Ident:
    return Ident("table", table.schema or default, table.name)


def _name(table: Table, default: str) -> str:
    return f"{table.schema or default}.{table.name}"


class _Spelt(UserDefinedType[Any]):
    """A type as PostgreSQL spells it: a column that refers to one of it gets it, too."""

    cache_ok = True

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def get_col_spec(self, **_: Any) -> str:
        return self.kind


def _lend(table: Table, theirs: Theirs, default: str) -> None:
    """Tables of others that it refers to and the models do not have, with the columns that the profile declares."""
    for key in table.foreign_keys:
        schema, _, name = key.target_fullname.rpartition(".")[0].rpartition(".")
        columns = theirs.get(f"{schema or default}.{name}", {})
        if columns and ".".join(filter(None, (schema, name))) not in table.metadata.tables:
            lent = [Column(column, _Spelt(kind)) for column, kind in columns.items()]
            Table(name, table.metadata, *lent, schema=schema or None)


def _with_referred(tables: Iterable[Table], theirs: Theirs, default: str) -> list[Table]:
    """The tables and what their foreign keys refer to, however far; those of others are there already."""
    found: dict[str, Table] = {}
    waiting = list(tables)
    while waiting:
        table = waiting.pop()
        if table.key not in found and _name(table, default) not in theirs:
            found[table.key] = table
            waiting += [key.column.table for key in table.foreign_keys]
    return list(found.values())


def _by_python(column: Column[Any]) -> bool:
    return column.server_default is None and column.default is not None and not column.default.is_sequence


def _made(metadata: MetaData, tables: list[Table]) -> list[ExecutableDDLElement]:
    made: list[ExecutableDDLElement] = [CreateSchema(schema, if_not_exists=True) for schema in sorted(_schemas(tables))]
    engine = create_mock_engine("postgresql+psycopg2://", lambda ddl, *_, **__: made.append(ddl))
    metadata.create_all(engine, tables=tables, checkfirst=False)
    return made


def _sql(made: Iterable[ExecutableDDLElement]) -> str:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's own
    return "".join(f"{str(each.compile(dialect=dialect)).strip()};\n" for each in made)


def _schemas(tables: Iterable[Table]) -> set[str]:
    return {table.schema for table in tables if table.schema and table.schema != "public"}


if __name__ == "__main__":
    main()
