"""Who may run a migration's statement in the shadow: as a snapshot's, but it changes rows and has transactions."""

from __future__ import annotations

from difftool.sql.parse import Form
from difftool.sql.routes import CLUSTER_OBJECTS, Route, Routed, object_kind, route

ROWS = ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt")
_LEFT_OUT = (
    "TransactionStmt", "LockStmt", "VacuumStmt",
    "CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt", "GrantRoleStmt",
    "DropOwnedStmt", "ReassignOwnedStmt", "AlterDatabaseSetStmt", "AlterDatabaseStmt",
    "CreateSubscriptionStmt", "AlterSubscriptionStmt", "CreateUserMappingStmt", "SecLabelStmt",
)  # fmt: skip
"""What is the server's, or belongs to one run: of no effect on the schema. Owners neither: who replays owns it all."""


def migration_route(form: Form) -> Routed:
    if form.kind in ROWS:
        return Routed(Route.PLAIN)
    if form.kind in _LEFT_OUT or object_kind(form.tree) in CLUSTER_OBJECTS:
        return Routed(Route.IGNORED)
    routed = route(form)
    chooses = form.kind == "VariableSetStmt" and routed.route is Route.REFUSED
    return Routed(Route.IGNORED) if chooses or routed.route is Route.OWNERSHIP else routed
