"""A unique constraint or primary key blocks everybody while its index is built: it can take one that is ready.

https://www.postgresql.org/docs/current/sql-altertable.html, ADD table_constraint_using_index.
"""

from __future__ import annotations

import re

from difftool.model.plan import Phase
from difftool.planning.draft import Draft
from difftool.planning.forms import Form
from difftool.planning.rewrites.index import built
from difftool.sql.quote import identifier, qualified

_SIMPLE = re.compile(r"(UNIQUE|PRIMARY KEY) (\((?:[^()\"]|\"(?:[^\"]|\"\")*\")+\))$")
"""plain columns and nothing behind them; whatever says more stays in its plain form"""


def by_index(statement: str, form: Form) -> list[Draft]:
    """Two steps: the index, alone; then the constraint, which takes it under a short lock."""
    found = _SIMPLE.search(statement)
    if form.constraint not in ("CONSTR_UNIQUE", "CONSTR_PRIMARY") or not found:
        return []
    table, name = qualified(*form.relation), identifier(form.member)
    index = f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} {found[2]}"
    take = f"ALTER TABLE {table} ADD CONSTRAINT {name} {found[1]} USING INDEX {name}"
    return [built(index, form, form.member), Draft(Phase.ENFORCE, (take,), form.relation, alone=True)]
