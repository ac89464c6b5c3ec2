"""What a plan is about to do, as far as the preflight asks."""

from __future__ import annotations

from collections.abc import Sequence

from difftool.model.plan import Step
from difftool.model.preflight import Intent
from difftool.planning.forms import Form, form_of

_MODES = (
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
)
_OWNERS_ONLY = {"AlterTableStmt", "IndexStmt", "DropStmt", "RenameStmt"}
"""statements that only the owner of the relation may run (manual: "Privileges")"""
_RELATIONS = {"OBJECT_TABLE", "OBJECT_INDEX", "OBJECT_SEQUENCE", "OBJECT_VIEW", "OBJECT_MATVIEW"}


def intent_of(steps: Sequence[Step]) -> Intent:
    pairs = [(relation, mode) for step in steps for relation, mode in step.locks.items() if not _is_own(relation)]
    forms = [form_of(text) for step in steps for text in step.sql]
    return Intent(
        locks=dict(sorted(pairs, key=lambda pair: _MODES.index(pair[1]))),
        altered=frozenset(name for form in forms for name in _altered(form)),
        rewritten=frozenset(name for step in steps for name in step.rewrites),
        indexed=frozenset(_name(form) for form in forms if form.node == "IndexStmt"),
        written=frozenset(
            name for step in steps if step.rows for name, mode in step.locks.items() if mode == "ROW EXCLUSIVE"
        ),
        statements=tuple(text for step in steps for text in step.sql),
    )


def _altered(form: Form) -> tuple[str, ...]:
    if form.node not in _OWNERS_ONLY:
        return ()
    if form.node == "DropStmt":
        return form.dropped if form.drops in _RELATIONS else ()
    return (_name(form),) if any(form.relation) else ()


def _name(form: Form) -> str:
    return ".".join(form.relation)


def _is_own(relation: str) -> bool:
    return relation.startswith("difftool.")
