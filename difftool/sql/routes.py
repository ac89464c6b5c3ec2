"""Who may run a snapshot's statement: a snapshot is a text that anybody may have written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from difftool.sql.parse import SEVERAL, Form


class Route(StrEnum):
    """`plain`: a login without rights; the others need a superuser and run no code of the snapshot.

    `trusted` are those where what a statement names is looked up before. `ownership` hands something over to a role;
    `last` waits for the end, as an event trigger fires on what follows. It stays disabled then and belongs to the
    superuser: what would change that is `ignored`.
    """

    PLAIN = "plain"
    SUPERUSER = "superuser"
    TRUSTED = "trusted"
    OWNERSHIP = "ownership"
    LAST = "last"
    IGNORED = "ignored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Routed:
    route: Route
    why: str = ""
    """the reason and the remedy, where it is refused"""


OURS = frozenset(
    (
        "check_function_bodies",
        "client_encoding",
        "client_min_messages",
        "idle_in_transaction_session_timeout",
        "lock_timeout",
        "row_security",
        "statement_timeout",
        "transaction_timeout",
    )
)
"""Settings that pg_dump writes and that say nothing about the schema; some are not known to older servers."""

_CLUSTER = "belongs to the server, not to a database's schema: leave it out of the snapshot"
_UNSUPPORTED = "is not supported in snapshots: leave it out"
_REFUSED = {
    SEVERAL: "this is more than one statement",
    "TransactionStmt": "a snapshot has no transactions of its own: leave BEGIN, COMMIT and the like out",
    "CopyStmt": "a snapshot holds no data and reads no files: leave COPY out",
    **dict.fromkeys(
        ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt"),
        "a snapshot holds no data: leave this out (pg_dump -s)",
    ),
    "FetchStmt": f"FETCH {_UNSUPPORTED}",
    "LoadStmt": f"LOAD {_UNSUPPORTED}",
    "SecLabelStmt": f"SECURITY LABEL {_UNSUPPORTED}",
    **dict.fromkeys(("CreateSubscriptionStmt", "AlterSubscriptionStmt"), f"a subscription {_UNSUPPORTED}"),
    **dict.fromkeys(("CreateUserMappingStmt", "AlterUserMappingStmt"), f"a user mapping {_UNSUPPORTED}"),
    **dict.fromkeys(
        ("CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt", "GrantRoleStmt"),
        f"a role {_CLUSTER}, and declare `role NAME` under `externals:` if the schema needs it",
    ),
    **dict.fromkeys(("DropOwnedStmt", "ReassignOwnedStmt"), f"what a role owns {_CLUSTER}"),
    **dict.fromkeys(
        (
            "CreatedbStmt",
            "DropdbStmt",
            "AlterDatabaseStmt",
            "AlterDatabaseSetStmt",
            "AlterDatabaseRefreshCollStmt",
        ),
        f"a database {_CLUSTER}",
    ),
    "AlterSystemStmt": f"ALTER SYSTEM {_CLUSTER}",
    **dict.fromkeys(
        ("CreateTableSpaceStmt", "DropTableSpaceStmt", "AlterTableSpaceOptionsStmt"),
        f"a tablespace {_CLUSTER}",
    ),
}
CLUSTER_OBJECTS = ("OBJECT_DATABASE", "OBJECT_ROLE", "OBJECT_TABLESPACE", "OBJECT_PARAMETER_ACL")
_COMMENTED_BY_SUPERUSER = ("OBJECT_EXTENSION", "OBJECT_FDW", "OBJECT_PUBLICATION")


def route(form: Form) -> Routed:
    """Where a statement goes; what is not known goes as plain login, where the server itself refuses."""
    if form.kind in _REFUSED:
        return Routed(Route.REFUSED, _REFUSED[form.kind])
    kind = object_kind(form.tree)
    if kind in CLUSTER_OBJECTS:
        return Routed(Route.REFUSED, f"this {_CLUSTER}")
    if kind == "OBJECT_EVENT_TRIGGER" or "EventTrig" in form.kind:
        return Routed(Route.LAST if form.kind in ("CreateEventTrigStmt", "CommentStmt") else Route.IGNORED)
    for rule in (_setting, _routine, _base_type, _ownership, _superuser, _trusted):
        if routed := rule(form, kind):
            return routed
    return Routed(Route.PLAIN)


def object_kind(tree: Any) -> str:
    """As the parser names it: OBJECT_TABLE; empty where the statement names none."""
    return str(tree.get("objtype") or tree.get("objectType") or tree.get("renameType") or "")


def _setting(form: Form, _: str) -> Routed | None:
    if form.kind != "VariableSetStmt":
        return None
    name = form.tree.get("name", "")
    if name in ("role", "session_authorization"):
        return Routed(Route.REFUSED, "a snapshot does not choose who runs it: leave SET ROLE and the like out")
    if name == "standard_conforming_strings":
        on = "'sval': 'on'" in str(form.tree) or "'sval': 'true'" in str(form.tree)
        return Routed(Route.IGNORED) if on else Routed(Route.REFUSED, f"{name} is always on here: leave this out")
    return Routed(Route.IGNORED) if name in OURS else None


def _routine(form: Form, _: str) -> Routed | None:
    if form.kind == "CreateFunctionStmt" and form.options().get("language", "") in ("c", "internal"):
        return Routed(Route.REFUSED, f"a function in C {_UNSUPPORTED}")
    if form.kind == "AlterFunctionStmt" and set(form.options("actions")) == {"leakproof"}:
        return Routed(Route.SUPERUSER)
    return None


def _base_type(form: Form, _: str) -> Routed | None:
    if form.kind == "DefineStmt" and form.tree.get("kind") == "OBJECT_TYPE":
        return Routed(Route.REFUSED, f"a base type {_UNSUPPORTED}")
    return None


def _ownership(form: Form, _: str) -> Routed | None:
    commands = [item["AlterTableCmd"]["subtype"] for item in form.tree.get("cmds", ()) if "AlterTableCmd" in item]
    moves = form.kind == "AlterOwnerStmt" or (commands and set(commands) == {"AT_ChangeOwner"})
    for_role = form.kind == "AlterDefaultPrivilegesStmt" and "roles" in form.options()
    return Routed(Route.OWNERSHIP) if moves or for_role else None


def _superuser(form: Form, kind: str) -> Routed | None:
    everything = form.tree.get("for_all_tables") or "TABLES_IN_" in str(form.tree.get("pubobjects", ""))
    if (
        form.kind in ("CreateExtensionStmt", "AlterExtensionStmt")
        or (form.kind == "CommentStmt" and kind in _COMMENTED_BY_SUPERUSER)
        or (form.kind in ("CreatePublicationStmt", "AlterPublicationStmt") and everything)
        or (form.kind == "GrantStmt" and kind == "OBJECT_FDW")
    ):
        return Routed(Route.SUPERUSER)
    return None


def _trusted(form: Form, _: str) -> Routed | None:
    if form.kind in ("CreateFdwStmt", "AlterFdwStmt", "CreateOpFamilyStmt"):
        return Routed(Route.TRUSTED)
    if form.kind == "CreateOpClassStmt":
        if form.tree["amname"] in _ORDERS and all(_own(item, form) for item in _items(form)):
            return Routed(Route.TRUSTED)
        return Routed(
            Route.REFUSED, f"an operator class that is not of btree or hash, over its own type alone, {_UNSUPPORTED}"
        )
    if form.kind == "CreateForeignTableStmt" and _reads_files(form) and _declares_columns_alone(form.tree["base"]):
        return Routed(Route.TRUSTED)
    return None


_ORDERS = ("btree", "hash")


def _items(form: Form) -> list[Any]:
    return [item["CreateOpClassItem"] for item in form.tree["items"]]


def _own(item: Any, form: Form) -> bool:
    """Whether an operator or function of a class takes nothing but the class's type.

    With others it would be found where the server itself compares values of those.
    """
    types = [*item["name"].get("objargs", ()), *item.get("class_args", ())] if "name" in item else ()
    own = form.tree["datatype"]["names"]
    return "name" in item and "order_family" not in item and all(_is_type(t["TypeName"], own) for t in types)


def _is_type(kind: Any, names: Any) -> bool:
    return kind["names"] == names and not kind.keys() & {"arrayBounds", "setof", "typmods"}


def _reads_files(form: Form) -> bool:
    return bool(form.options().keys() & {"filename", "program"})


def _declares_columns_alone(table: Any) -> bool:
    """No partition's bounds, default or check, in which a function could be called."""
    columns = [element.get("ColumnDef") for element in table.get("tableElts", ())]
    kinds = [item["Constraint"]["contype"] for each in columns if each for item in each.get("constraints", ())]
    plain = {"CONSTR_NOTNULL", "CONSTR_NULL"}
    return all(columns) and plain >= set(kinds) and not table.keys() & {"inhRelations", "partbound", "ofTypename"}
