"""Default privileges: granted and revoked; an entry that says what PostgreSQL does anyway vanishes by itself."""

from __future__ import annotations

import re

from difftool.diff.detectors.classes import granted
from difftool.model.catalog import CatalogObject
from difftool.model.change import Change, Verb
from difftool.sql.quote import identifier

_EVERYWHERE = {
    "tables": ("owner=ALL",),
    "sequences": ("owner=ALL",),
    "functions": ("owner=EXECUTE", "PUBLIC=EXECUTE"),
    "types": ("owner=USAGE", "PUBLIC=USAGE"),
    "schemas": ("owner=CREATE,USAGE",),
}
"""What holds without an entry; an entry for one schema only adds to it. Manual: "Privileges", table 5.2."""


_NAME = re.compile(
    r"(?P<owner>.*) (?P<kind>tables|sequences|functions|types|schemas|large objects)( in (?P<schema>.*))?", re.DOTALL
)


def alter(change: Change) -> list[str]:
    """https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html."""
    told = change.after or change.before
    if not told or (change.verb is Verb.ALTER and "grants" not in change.facts):
        return []
    found = _NAME.fullmatch(told.ident.name)
    if not found:
        return []
    owner, kind, schema = found["owner"], found["kind"], found["schema"]
    prefix = f"ALTER DEFAULT PRIVILEGES FOR ROLE {identifier(owner)}"
    prefix += f" IN SCHEMA {identifier(schema)}" if schema else ""
    unsaid = () if schema else _EVERYWHERE.get(kind, ())
    statements = granted(_of(change.before, unsaid), _of(change.after, unsaid), identifier(owner), kind.upper())
    return [f"{prefix} {statement}" for statement in statements]


def _of(side: CatalogObject | None, unsaid: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(side.facts.get("grants") or ()) if side else unsaid
