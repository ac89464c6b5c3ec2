"""What kind of statement a SQL text is: enough of its parse tree to order, group and judge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from difftool.model.plan import Phase

UNCLASSIFIED = "Unclassified"


@dataclass(frozen=True, slots=True)
class Form:
    """`node` is libpg_query's name (`AlterTableStmt`); `actions` the subtypes of an ALTER TABLE.

    `relation` is (schema, name) of what the statement is about, ("", "") where it is about no relation; `dropped` are
    the dotted names that a DROP names, and `drops` what they are (`OBJECT_TABLE`).
    """

    node: str
    actions: tuple[str, ...] = ()
    relation: tuple[str, str] = ("", "")
    constraint: str = ""
    """contype of an added constraint, as CONSTR_FOREIGN"""
    member: str = ""
    """the column or constraint that an ALTER TABLE is about; the name of a created index"""
    not_valid: bool = False
    ready: bool = False
    """whether an added constraint takes an index that is there"""
    drops: str = ""
    dropped: tuple[str, ...] = ()
    transaction: bool = True
    """whether it may run inside a transaction"""


def form_of(statement: str) -> Form:
    """Classify by parsing; syntax that the parser does not know is UNCLASSIFIED, which callers treat as dangerous."""
    import pgparse

    try:
        tree = pgparse.parse(statement)
    except pgparse.PGQueryError:
        return Form(UNCLASSIFIED)
    if len(tree) != 1:
        return Form(UNCLASSIFIED)
    ((node, body),) = tree[0]["stmt"].items()
    commands = [command["AlterTableCmd"] for command in body.get("cmds", []) if "AlterTableCmd" in command]
    constraint: dict[str, Any] = next(
        (c["def"]["Constraint"] for c in commands if "Constraint" in c.get("def", {})), {}
    )
    return Form(
        node,
        actions=tuple(command["subtype"] for command in commands),
        relation=_relation(body),
        constraint=constraint.get("contype", ""),
        member=constraint.get("conname") or body.get("idxname") or next((c.get("name", "") for c in commands), ""),
        not_valid=bool(constraint.get("skip_validation")),
        ready="indexname" in constraint,
        drops=body.get("removeType", ""),
        dropped=tuple(_dotted(item) for item in body.get("objects", [])) if node == "DropStmt" else (),
        transaction=not body.get("concurrent"),
    )


def _relation(body: dict[str, Any]) -> tuple[str, str]:
    for key in ("relation", "table", "sequence", "view"):
        found = body.get(key)
        if isinstance(found, dict) and "relname" in found:
            return found.get("schemaname", ""), found["relname"]
    if "objects" in body and "removeType" in body:
        parts = _dotted(body["objects"][0]).split(".")
        return (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
    return "", ""


def _dotted(item: dict[str, Any]) -> str:
    names = item.get("List", item).get("items", [item])
    return ".".join(name["String"]["sval"] for name in names if "String" in name)


def dropped_by(form: Form) -> tuple[str, ...]:
    """The tables and columns that a statement drops, in words, as "column public.t.c"."""
    if form.node == "DropStmt" and form.drops == "OBJECT_TABLE":
        return tuple(f"table {name}" for name in form.dropped)
    if "AT_DropColumn" in form.actions:
        schema, table = form.relation
        return (f"column {schema}.{table}.{form.member}",)
    return ()


def enforced_by(form: Form) -> str:
    """In the same words, the column that a statement makes NOT NULL; "" for others."""
    schema, table = form.relation
    return f"column {schema}.{table}.{form.member}" if "AT_SetNotNull" in form.actions else ""


def numbered_by(form: Form, statement: str) -> str:
    """In the same words, the column that a statement has numbered by a sequence; "" for others."""
    numbered = "AT_AddIdentity" in form.actions or ("AT_ColumnDefault" in form.actions and "nextval(" in statement)
    schema, table = form.relation
    return f"column {schema}.{table}.{form.member}" if numbered else ""


def endangered_by(form: Form) -> tuple[str, ...]:
    """In the same words, what a statement drops, or gives another type."""
    if "AT_AlterColumnType" in form.actions:
        schema, table = form.relation
        return (f"column {schema}.{table}.{form.member}",)
    return dropped_by(form)


_PHASES: Mapping[str, Phase] = {
    "DropStmt": Phase.CONTRACT,
    "AT_DropColumn": Phase.CONTRACT,
    "AT_DropConstraint": Phase.CONTRACT,
    "AT_DropExpression": Phase.CONTRACT,
    "AT_DropIdentity": Phase.CONTRACT,
    "IndexStmt": Phase.INDEX,
    "AT_AlterColumnType": Phase.SWAP,
    "AT_ValidateConstraint": Phase.VALIDATE,
    "AT_SetNotNull": Phase.ENFORCE,
    "AT_AddConstraint": Phase.ENFORCE,
    "AT_AddIndex": Phase.ENFORCE,
    "AT_AddIndexConstraint": Phase.ENFORCE,
}
"""By the node of a statement or the subtype of an ALTER TABLE; what is not listed only adds."""


def phase_of(form: Form) -> Phase:
    """The phase in which a statement of this form belongs by preference; a dependency may say otherwise."""
    if form.constraint == "CONSTR_FOREIGN" and form.not_valid:
        return Phase.GUARD
    found = (_PHASES[word] for word in (form.node, *form.actions) if word in _PHASES)
    return next(found, Phase.EXPAND)
