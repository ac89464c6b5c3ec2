"""SET NOT NULL reads the whole table while nobody can use it, unless a valid check says already that nothing is NULL.

https://www.postgresql.org/docs/current/sql-altertable.html, SET/DROP NOT NULL.
"""

from __future__ import annotations

from difftool.model.plan import Phase, Undo, UndoKind
from difftool.planning.draft import Draft
from difftool.planning.forms import Form, enforced_by
from difftool.sql.quote import identifier, qualified

LONGEST_NAME = 63


def by_check(statement: str, form: Form) -> list[Draft]:
    """Four steps: the check NOT VALID, its validation, SET NOT NULL, which only looks at the check, and its drop."""
    if form.actions != ("AT_SetNotNull",):
        return []
    table, column = qualified(*form.relation), identifier(form.member)
    name = identifier(f"{form.member}_is_filled"[-LONGEST_NAME:])
    drop = f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}"
    add = f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IS NOT NULL) NOT VALID"
    validate = f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}"
    undo = Undo(UndoKind.LOSSLESS, (drop,))
    return [
        Draft(
            Phase.ENFORCE,
            (add,),
            form.relation,
            f"no new NULL in {form.member}",
            undo=undo,
            alone=True,
            closes=enforced_by(form),
        ),
        Draft(Phase.ENFORCE, (validate,), form.relation, f"see that {form.member} holds no NULL", alone=True),
        Draft(Phase.ENFORCE, (statement,), form.relation, alone=True),
        Draft(Phase.ENFORCE, (drop,), form.relation, f"drop the check behind NOT NULL of {form.member}", alone=True),
    ]
