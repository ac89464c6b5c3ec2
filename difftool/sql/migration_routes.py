"""Who may run a migration's statement in the shadow: as a snapshot's, but it changes rows and has transactions."""

from __future__ import annotations

from difftool.sql.parse import Form
from difftool.sql.routes import Route, Routed, route

ROWS = ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt")
_LEFT_OUT = (
    "TransactionStmt", "LockStmt", "VacuumStmt",
    "CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt", "GrantRoleStmt",
    "DropOwnedStmt", "ReassignOwnedStmt", "AlterDatabaseSetStmt", "AlterDatabaseStmt",
    "CreateSubscriptionStmt", "AlterSubscriptionStmt", "CreateUserMappingStmt", "SecLabelStmt",
)  # fmt: skip
"""What is the server's, or belongs to one run: of no effect on the schema"""


def migration_route(form: Form) -> Routed:
    if form.kind in ROWS:
        return Routed(Route.PLAIN)
    routed = route(form)
    chooses = form.kind == "VariableSetStmt" and routed.route is Route.REFUSED
    return Routed(Route.IGNORED) if form.kind in _LEFT_OUT or chooses else routed
