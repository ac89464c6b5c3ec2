"""From which version of PostgreSQL on a statement is known: for a plan that was proven on a newer one than live's.

The release notes of each version say what is new: https://www.postgresql.org/docs/release/. What is listed nowhere here
counts as unknown: a statement that was never looked at is not sent to an older server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from difftool.sql.parse import UNCLASSIFIED, Form, kind_of, nodes

OLDEST = 14
"""the oldest version that is supported at all"""
GRAMMAR = 17
"""the version whose grammar reads statements here: what it cannot read is newer"""

Function = tuple[str, int]
"""name and number of arguments"""

STATEMENTS: Mapping[str, int] = {
    **dict.fromkeys(
        """
        AlterCollationStmt AlterDefaultPrivilegesStmt AlterDomainStmt AlterEnumStmt AlterEventTrigStmt
        AlterExtensionContentsStmt AlterExtensionStmt AlterFdwStmt AlterForeignServerStmt AlterFunctionStmt
        AlterObjectDependsStmt AlterObjectSchemaStmt AlterOpFamilyStmt AlterOperatorStmt AlterOwnerStmt AlterPolicyStmt
        AlterPublicationStmt AlterSeqStmt AlterStatsStmt AlterSubscriptionStmt AlterTSConfigurationStmt
        AlterTSDictionaryStmt AlterTableStmt AlterTypeStmt AlterUserMappingStmt CallStmt CommentStmt CompositeTypeStmt
        CreateAmStmt CreateCastStmt CreateConversionStmt CreateDomainStmt CreateEnumStmt CreateEventTrigStmt
        CreateExtensionStmt CreateFdwStmt CreateForeignServerStmt CreateForeignTableStmt CreateFunctionStmt
        CreateOpClassStmt CreateOpFamilyStmt CreatePLangStmt CreatePolicyStmt CreatePublicationStmt CreateRangeStmt
        CreateSchemaStmt CreateSeqStmt CreateStatsStmt CreateStmt CreateSubscriptionStmt CreateTableAsStmt
        CreateTransformStmt CreateTrigStmt CreateUserMappingStmt DefineStmt DeleteStmt DoStmt DropStmt
        DropSubscriptionStmt DropUserMappingStmt ClusterStmt GrantStmt IndexStmt InsertStmt LockStmt
        RefreshMatViewStmt ReindexStmt RenameStmt RuleStmt SecLabelStmt SelectStmt TruncateStmt UpdateStmt VacuumStmt
        VariableSetStmt ViewStmt
        """.split(),  # noqa: SIM905  # a list that a person can read
        OLDEST,
    ),
    "MergeStmt": 15,
}
"""by the parser's name of a statement"""

ACTIONS: Mapping[str, int] = {
    **dict.fromkeys(
        """
        AddColumn AddColumnToView AddConstraint AddIdentity AddIndex AddIndexConstraint AddInherit AddOf
        AlterColumnGenericOptions AlterColumnType AlterConstraint AttachPartition ChangeOwner CheckNotNull ClusterOn
        ColumnDefault DetachPartition DetachPartitionFinalize DisableRowSecurity DisableRule DisableTrig DisableTrigAll
        DisableTrigUser DropCluster DropColumn DropConstraint DropExpression DropIdentity DropInherit DropNotNull DropOf
        EnableAlwaysRule EnableAlwaysTrig EnableReplicaRule EnableReplicaTrig EnableRowSecurity EnableRule EnableTrig
        EnableTrigAll EnableTrigUser ForceRowSecurity GenericOptions NoForceRowSecurity ReplicaIdentity ResetOptions
        ResetRelOptions SetCompression SetIdentity SetLogged SetNotNull SetOptions SetRelOptions SetStatistics
        SetStorage SetTableSpace SetUnLogged ValidateConstraint
        """.split(),  # noqa: SIM905  # a list that a person can read
        OLDEST,
    ),
    "SetAccessMethod": 15,
    "SetExpression": 17,
}
"""by the subtype of an ALTER TABLE, without its `AT_`"""

CLAUSES: Mapping[str, tuple[int, str]] = {
    "nulls_not_distinct": (15, "NULLS NOT DISTINCT"),
    "fk_del_set_cols": (15, "ON DELETE SET NULL or DEFAULT of some columns"),
    "MergeStmt": (15, "MERGE"),
    "storage_name": (16, "STORAGE in a column's definition"),
    **dict.fromkeys(
        (
            "JsonObjectConstructor",
            "JsonArrayConstructor",
            "JsonArrayQueryConstructor",
            "JsonObjectAgg",
            "JsonArrayAgg",
            "JsonIsPredicate",
        ),
        (16, "an SQL/JSON constructor or IS JSON"),
    ),
    **dict.fromkeys(
        ("JsonParseExpr", "JsonScalarExpr", "JsonSerializeExpr", "JsonFuncExpr", "JsonTable"),
        (17, "an SQL/JSON function"),
    ),
}
"""by the key of a parse tree that is there for it alone"""

OPTIONS: Mapping[str, tuple[int, str]] = {
    "security_invoker": (15, "security_invoker"),
    "two_phase": (15, "two_phase"),
    "disable_on_error": (15, "disable_on_error"),
    "origin": (16, "origin"),
    "password_required": (16, "password_required"),
    "run_as_owner": (16, "run_as_owner"),
    "rules": (16, "rules of a collation"),
    "failover": (17, "failover"),
    "publish_generated_columns": (18, "publish_generated_columns"),
    "autovacuum_vacuum_max_threshold": (18, "autovacuum_vacuum_max_threshold"),
    "vacuum_max_eager_freeze_failure_rate": (18, "vacuum_max_eager_freeze_failure_rate"),
}
"""by the name of an option in parentheses or after WITH"""

COLLATIONS: Mapping[str, int] = {"unicode": 16, "pg_c_utf8": 17, "pg_unicode_fast": 18}
"""PostgreSQL's own that not every version has"""


@dataclass(frozen=True, slots=True)
class Need:
    """`what` of a statement is known from `version` on; 0 where nobody has looked it up."""

    version: int
    what: str


def newest_need(statement: str, functions: Mapping[Function, int] = MappingProxyType({})) -> Need:
    """The part of a statement that came last to PostgreSQL. `functions` are built in since some version.

    What is not listed has version 0; what the grammar does not know the one after the grammar's.
    """
    form = kind_of(statement)
    if form.kind == UNCLASSIFIED:
        return Need(GRAMMAR + 1, "its syntax")
    needs = [*_kinds(form), *_details({form.kind: form.tree}, functions)]
    unlisted = next((need for need in needs if not need.version), None)
    return unlisted or max(needs, key=lambda need: need.version)


def _kinds(form: Form) -> Iterator[Need]:
    yield Need(STATEMENTS.get(form.kind, 0), form.kind.removesuffix("Stmt"))
    for item in form.tree.get("cmds", ()) if form.kind == "AlterTableStmt" else ():
        name = str(item["AlterTableCmd"]["subtype"]).removeprefix("AT_")
        yield Need(ACTIONS.get(name, 0), name)


def _details(tree: Mapping[str, Any], functions: Mapping[Function, int]) -> Iterator[Need]:
    for node in nodes(tree):
        for key in node.keys() & CLAUSES.keys():
            yield Need(*CLAUSES[key])
        for key, value in node.items():
            if key in _BY_NODE and isinstance(value, Mapping):
                yield from _BY_NODE[key](value)
        called = _called(node["FuncCall"]) if "FuncCall" in node else ("", 0)
        if called in functions:
            yield Need(functions[called], f"function {called[0]}")


def _called(call: Mapping[str, Any]) -> Function:
    """The name of a function that is built in, as nothing else is on the path or has that schema."""
    names = [str(name["String"]["sval"]) for name in call["funcname"]]
    return (names[-1] if len(names) == 1 or names[0] == "pg_catalog" else "", len(call.get("args", ())))


def _option(element: Mapping[str, Any]) -> Iterator[Need]:
    name = str(element.get("defname"))
    if name in OPTIONS:
        yield Need(*OPTIONS[name])
    if name == "provider" and "builtin" in str(element.get("arg")):
        yield Need(17, "provider builtin")


def _right(right: Mapping[str, Any]) -> Iterator[Need]:
    if right.get("priv_name") == "maintain":
        yield Need(17, "MAINTAIN")


def _collation(clause: Mapping[str, Any]) -> Iterator[Need]:
    name = str(clause["collname"][-1]["String"]["sval"])
    if name in COLLATIONS:
        yield Need(COLLATIONS[name], f'collation "{name}"')


def _published(item: Mapping[str, Any]) -> Iterator[Need]:
    if "TABLES_IN" in str(item.get("pubobjtype")):
        yield Need(15, "TABLES IN SCHEMA")
    if item.get("pubtable", {}).keys() & {"whereClause", "columns"}:
        yield Need(15, "a list of columns or rows of a publication")


def _table(table: Mapping[str, Any]) -> Iterator[Need]:
    if table.get("accessMethod") and table.get("partspec"):
        yield Need(17, "USING of a partitioned table")


def _altered(table: Mapping[str, Any]) -> Iterator[Need]:
    for command in (item["AlterTableCmd"] for item in table.get("cmds", ()) if "AlterTableCmd" in item):
        action = command["subtype"]
        if table.get("objtype") == "OBJECT_SEQUENCE" and action in ("AT_SetLogged", "AT_SetUnLogged"):
            yield Need(15, "an unlogged sequence")
        if action == "AT_SetAccessMethod" and not command.get("name"):
            yield Need(17, "SET ACCESS METHOD DEFAULT")
        if action == "AT_SetStatistics" and "def" not in command:
            yield Need(17, "SET STATISTICS DEFAULT")


def _sequence(sequence: Mapping[str, Any]) -> Iterator[Need]:
    if sequence.get("sequence", {}).get("relpersistence") == "u":
        yield Need(15, "an unlogged sequence")


def _statistics(statistics: Mapping[str, Any]) -> Iterator[Need]:
    if not statistics.get("defnames"):
        yield Need(16, "statistics without a name")


def _statistics_target(statistics: Mapping[str, Any]) -> Iterator[Need]:
    if "stxstattarget" not in statistics:
        yield Need(17, "SET STATISTICS DEFAULT")


def _event_trigger(trigger: Mapping[str, Any]) -> Iterator[Need]:
    if trigger.get("eventname") == "login":
        yield Need(17, "an event trigger on login")


_BY_NODE: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Need]]] = {
    "AccessPriv": _right,
    "AlterStatsStmt": _statistics_target,
    "AlterTableStmt": _altered,
    "CollateClause": _collation,
    "collClause": _collation,
    "CreateEventTrigStmt": _event_trigger,
    "CreateSeqStmt": _sequence,
    "CreateStatsStmt": _statistics,
    "CreateStmt": _table,
    "DefElem": _option,
    "PublicationObjSpec": _published,
}
