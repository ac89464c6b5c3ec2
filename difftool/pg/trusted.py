"""What of a snapshot only a superuser may make, though it runs nothing of the snapshot: looked at before it is made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from difftool.errors import SnapshotError
from difftool.pg.session import Session
from difftool.sql.parse import Form
from difftool.sql.quote import identifier
from difftool.sql.split import Piece

SERVERS_OWN = 16384
"""the first oid that is not of initdb: FirstNormalObjectId in access/transam.h"""

_INSTALLED = """
select exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure(%s) and (
    p.oid < %s or exists (select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid and d.deptype = 'e')))
"""
_OF_THE_SNAPSHOT = """
select exists (select from pg_catalog.pg_type t join pg_catalog.pg_roles r on r.oid = typowner
    where t.oid = pg_catalog.to_regtype(%s) and not rolsuper)
"""
_MAY_CREATE = "select pg_catalog.has_schema_privilege(%s, coalesce(%s, pg_catalog.current_schema()), 'create')"
_UNTOUCHED = """
update pg_catalog.pg_foreign_data_wrapper set fdwacl = null
where fdwacl = pg_catalog.acldefault('F', fdwowner)
"""
_WRAPPERS = """
select fdwname::text from pg_catalog.pg_foreign_data_wrapper
where pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(fdwowner)) <> %s order by 1
"""
_ARGUMENTS = {"handler": "()", "validator": "(text[], oid)"}


def refuse_untrusted(superuser: Session, form: Form, piece: Piece, loader: str) -> None:
    """Raises SnapshotError where the statement would call a function of the snapshot, or reach what is the server's.

    Names are looked up as the statement itself will do it.
    """
    for name in _functions(form):
        if not superuser.value(_INSTALLED, [name, SERVERS_OWN]):
            message = (
                f"{name} belongs to no extension that is there: a foreign data wrapper is made of C functions only"
            )
            raise SnapshotError(message, where=piece.where())
    if form.kind == "CreateOpClassStmt" and not superuser.value(_OF_THE_SNAPSHOT, [_dotted(form.tree["datatype"])]):
        message = "an operator class for a type that the snapshot does not make is not supported: leave it out"
        raise SnapshotError(message, where=piece.where())
    schema = _schema(form)
    if schema is not None and not superuser.value(_MAY_CREATE, [loader, schema or None]):
        raise SnapshotError(f"permission denied for schema {schema}", where=piece.where())


def handing_over(form: Form, loader: str) -> str:
    """The statement that gives to the loader what was made for it; empty where it must not have it, or not yet."""
    if form.kind == "CreateOpFamilyStmt":
        return f"alter operator family {_named(form)} using {form.tree['amname']} owner to {loader}"
    if form.kind == "CreateOpClassStmt":
        return f"alter operator class {_named(form)} using {form.tree['amname']} owner to {loader}"
    return ""


def file_table(form: Form) -> tuple[str, str]:
    """(schema, name), as they are written, of a foreign table that this makes."""
    relation = form.tree["base"]["relation"] if form.kind == "CreateForeignTableStmt" else {}
    return relation.get("schemaname", ""), relation.get("relname", "")


def is_about(form: Form, tables: Collection[tuple[str, str]]) -> bool:
    """Whether it comments on one of the tables, grants on it, or hands it over."""
    if form.kind == "CommentStmt" and "List" in form.tree["object"]:
        names = [str(item["String"]["sval"]) for item in form.tree["object"]["List"]["items"] if "String" in item]
        places = {("", *names[:1]), tuple(names[:2])}
        return any(table in places for table in tables)
    relations = [item.get("RangeVar", {}) for item in form.tree.get("objects", ())] if form.kind == "GrantStmt" else []
    relations += [form.tree.get("relation", {})] if form.kind == "AlterTableStmt" else []
    return any((item.get("schemaname", ""), item.get("relname")) in tables for item in relations)


def allow_wrappers(superuser: Session, loader: str) -> None:
    """Servers are made by the loader itself: the functions behind these wrappers are C."""
    for (wrapper,) in superuser.rows(_WRAPPERS, [loader]):
        superuser.execute(f"grant usage on foreign data wrapper {identifier(wrapper)} to {loader}")


def disallow_wrappers(superuser: Session, loader: str) -> None:
    """As if that had never been granted."""
    for (wrapper,) in superuser.rows(_WRAPPERS, [loader]):
        superuser.execute(f"revoke usage on foreign data wrapper {identifier(wrapper)} from {loader}")
    superuser.execute(_UNTOUCHED)


def _functions(form: Form) -> Iterator[str]:
    """Signatures of what a foreign data wrapper is made of."""
    for item in form.tree.get("func_options", ()):
        element = item["DefElem"]
        if "arg" in element:
            yield _joined(element["arg"]["List"]["items"]) + _ARGUMENTS[element["defname"]]


def _schema(form: Form) -> str | None:
    """Where it makes something; empty where it does not say so, None where it makes nothing in a schema."""
    names = form.tree.get("opclassname") or form.tree.get("opfamilyname")
    if form.kind == "CreateForeignTableStmt":
        return file_table(form)[0]
    return None if names is None else str(names[0]["String"]["sval"]) if len(names) > 1 else ""


def _named(form: Form) -> str:
    return _joined(form.tree.get("opclassname") or form.tree["opfamilyname"])


def _dotted(kind: Any) -> str:
    return _joined(kind["names"])


def _joined(names: Sequence[Any]) -> str:
    return ".".join(identifier(name["String"]["sval"]) for name in names)
