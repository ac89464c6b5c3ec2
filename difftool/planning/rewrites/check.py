"""A check reads the whole table while nobody can use it: NOT VALID does not, and VALIDATE lets everybody go on.

https://www.postgresql.org/docs/current/sql-altertable.html, "Notes" on ADD CONSTRAINT … NOT VALID.
"""

from __future__ import annotations

from difftool.model.plan import Phase
from difftool.planning.draft import Draft
from difftool.planning.forms import Form
from difftool.sql.quote import identifier, qualified


def in_two_steps(statement: str, form: Form) -> list[Draft]:
    """Two transactions: in one, the lock of the first would be held while the second reads."""
    if form.constraint != "CONSTR_CHECK" or form.not_valid or statement.endswith(("NOT ENFORCED", "NO INHERIT")):
        return []
    validate = f"ALTER TABLE {qualified(*form.relation)} VALIDATE CONSTRAINT {identifier(form.member)}"
    return [
        Draft(Phase.ENFORCE, (f"{statement} NOT VALID",), form.relation, alone=True),
        Draft(Phase.VALIDATE, (validate,), form.relation, f"validate {form.member}", alone=True),
    ]
