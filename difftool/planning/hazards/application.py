"""What breaks the code of an application that was not deployed together with the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from difftool.diff.unlike import unlike
from difftool.model.catalog import Catalog, Ident
from difftool.model.hazard import Example, HazardKind
from difftool.model.plan import Step
from difftool.planning.forms import enforced_by, form_of
from difftool.planning.hazards.rule import Danger, Rule, Seen
from difftool.planning.probes.casts import between
from difftool.planning.probes.rows import Sides
from difftool.planning.probes.types import type_of
from difftool.sql.parse import kind_of

_NAMED = (
    "table", "foreign_table", "view", "materialized_view", "column", "function", "procedure", "aggregate", "sequence",
    "enum", "domain", "type", "range", "schema",
)  # fmt: skip
"""kinds whose names stand in an application's SQL"""
_OF_RENAME = {"OBJECT_COLUMN": "column", "OBJECT_TABLE": "table", "OBJECT_VIEW": "view"}


def _gone(seen: Seen) -> Iterator[tuple[Ident, Step]]:
    """What code may name and is not there any more; not what an outer object takes along."""
    before, target = seen.before.objects, seen.target.objects
    for ident in sorted(i for i in unlike(before, target) if i in before and i not in target):
        parent = seen.before.objects[ident].parent
        folded = parent and parent.kind == "view" and parent in seen.target.objects
        step = seen.last(str(parent) if folded else str(ident)) if ident.kind in _NAMED else None
        if step:
            yield ident, step


def _dropped(seen: Seen) -> Iterator[Danger]:
    for ident, step in _gone(seen):
        if not _new_name(ident, step):
            yield Danger(step.id, str(ident), "code that names it fails")


def _renamed(seen: Seen) -> Iterator[Danger]:
    for ident, step in _gone(seen):
        name = _new_name(ident, step)
        if name:
            yield Danger(step.id, str(ident), f"code that does not know it as {name} fails")


def _new_name(ident: Ident, step: Step) -> str:
    """What the step renames it to; empty where it drops it."""
    renames = (form.tree for form in map(kind_of, step.sql) if form.kind == "RenameStmt")
    return next((str(tree["newname"]) for tree in renames if _is_about(tree, ident)), "")


def _is_about(tree: Mapping[str, Any], ident: Ident) -> bool:
    """Functions, types and the like go by their last name: a step renames one thing."""
    relation = tree.get("relation")
    if not relation:
        return ident.kind not in _OF_RENAME.values()
    names = (relation.get("schemaname", ident.schema), relation["relname"], tree.get("subname", ""))
    return names == (ident.schema, ident.name, ident.part)


def _narrowed(seen: Seen) -> Iterator[Danger]:
    sides = Sides(seen.before, seen.target)
    for ident, step in seen.changed("column"):
        had, wanted = seen.before.objects.get(ident), seen.target.objects[ident]
        if had and wanted.parent and wanted.parent.kind == "table" and had.facts["type"] != wanted.facts["type"]:
            old, new = str(had.facts["type"]), str(wanted.facts["type"])
            if _narrows(old, new, sides):
                yield Danger(step.id, str(ident), f"not all that {old} takes fits into {new}")


def _narrows(old: str, new: str, sides: Sides) -> bool:
    """Of arrays their elements say; of an extension's type nothing is known."""
    if old.endswith("[]") and new.endswith("[]"):
        old, new = old.removesuffix("[]"), new.removesuffix("[]")
    before, after = _labels(sides.live, old), _labels(sides.target, new)
    if before and after:
        return not before <= after
    found = between("v", old, new, sides)
    guessed = found.tried and not type_of(new).built_in
    return bool(found.condition) and not guessed


def _labels(catalog: Catalog, type_name: str) -> frozenset[str]:
    """Those of the enum behind the type of a column; none for other types."""
    enums = (thing for thing in catalog.of("enum") if thing.address == type_name)
    return next((frozenset(thing.facts["labels"]) for thing in enums), frozenset())


def _required(seen: Seen) -> Iterator[Danger]:
    enforced = {enforced_by(form_of(statement)): step for step in seen.steps for statement in step.sql}
    for ident, step in seen.changed("column"):
        had, wanted = seen.before.objects.get(ident), seen.target.objects[ident]
        in_table = wanted.parent in seen.before.objects and wanted.parent is not None and wanted.parent.kind == "table"
        given = any(wanted.facts.get(fact) for fact in ("default", "identity", "generated"))
        if in_table and wanted.facts.get("not_null") and not given and not (had and had.facts.get("not_null")):
            enforcing = enforced.get(str(ident), step)
            yield Danger(enforcing.id, str(ident), "an INSERT or UPDATE without a value for it fails")


DROPPED_NAME = Rule(
    HazardKind(
        "DROPPED-NAME",
        "something that code may name is gone",
        "allow",
        condition="drops a table, view, column, function, sequence or type, or changes a function's arguments",
        effect="Code that was deployed before the plan ran and still names it fails, from this step on.",
        remedy="deploy code that does without it first, and drop it in a later plan",
        bad=Example(
            "create table members (id integer primary key, nickname text);",
            "create table members (id integer primary key);",
        ),
        good=Example(
            "create table members (id integer primary key, nickname text);",
            "create table members (id integer primary key, nickname text, display_name text);",
        ),
    ),
    _dropped,
)

RENAMED_NAME = Rule(
    HazardKind(
        "RENAMED-NAME",
        "something that code may name has another name",
        "allow",
        condition="renames a table, view, column, function or type",
        effect="Until the code is deployed that knows the new name, one of the two fails.",
        remedy="add the new name, let code use both, and drop the old one in a later plan; or a view of the old name",
        bad=Example(
            "create table pupils (id integer primary key, form text);",
            "create table pupils (id integer primary key, class text);",
            "data: [{rename: pupils.form, to: class}]",
        ),
        good=Example(
            "create table pupils (id integer primary key, form text);",
            "create table pupils (id integer primary key, form text, class text);",
        ),
    ),
    _renamed,
)

NARROWED_TYPE = Rule(
    HazardKind(
        "NARROWED-TYPE",
        "a column takes fewer values",
        "allow",
        condition="gives a column a type that does not hold, or does not keep as it is, every value of the old one",
        effect="Rows that are there were asked; what the application writes later fails, or is rounded or cut.",
        remedy="widen types only, or let the application check the values first",
        bad=Example(
            "create table towns (id integer primary key, name text);",
            "create table towns (id integer primary key, name varchar(20));",
        ),
        good=Example(
            "create table towns (id integer primary key, name varchar(20));",
            "create table towns (id integer primary key, name text);",
        ),
    ),
    _narrowed,
)

REQUIRED_COLUMN = Rule(
    HazardKind(
        "REQUIRED-COLUMN",
        "a column must be given a value",
        "allow",
        condition="makes a column NOT NULL, or adds one that is, without a default",
        effect="Code that inserts rows without a value for it fails, from this step on.",
        remedy="give it a default, or deploy code that fills it first",
        bad=Example(
            "create table rooms (id integer primary key);",
            "create table rooms (id integer primary key, seats integer not null);",
        ),
        good=Example(
            "create table rooms (id integer primary key);",
            "create table rooms (id integer primary key, seats integer not null default 4);",
        ),
    ),
    _required,
)
