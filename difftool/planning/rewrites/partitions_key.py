"""A foreign key on a partitioned table, which takes no NOT VALID before PostgreSQL 18: partition by partition.

Each gets it NOT VALID, and is validated by itself; then that of the whole table only takes them over.
https://www.postgresql.org/docs/current/ddl-partitioning.html, "Limitations"; sql-altertable.html, ATTACH PARTITION.
"""

from __future__ import annotations

from collections.abc import Sequence

from difftool.model.plan import Phase, Undo, UndoKind
from difftool.planning.draft import Draft, Relation
from difftool.planning.forms import Form
from difftool.sql.quote import identifier, qualified


def by_partition(statement: str, form: Form, partitions: Sequence[Relation]) -> list[Draft]:
    """Nothing where it says more than a constraint to be added."""
    _, added, key = statement.partition("ADD CONSTRAINT ")
    if not added or len(form.actions) != 1:
        return []
    name, drafts = identifier(form.member), []
    for partition in partitions:
        table = qualified(*partition)
        undo = Undo(UndoKind.LOSSLESS, (f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}",))
        guard = f"ALTER TABLE {table} ADD CONSTRAINT {key} NOT VALID"
        validate = f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}"
        title = f"validate {form.member} of {partition[1]}"
        drafts += [
            Draft(Phase.GUARD, (guard,), partition, undo=undo, alone=True),
            Draft(Phase.VALIDATE, (validate,), partition, title, alone=True),
        ]
    return [*drafts, Draft(Phase.VALIDATE, (statement,), form.relation, alone=True)]
