"""One difference, told in a DBA's words: `+ foreign key f (user_id) -> profiles(id) on delete cascade`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.change import Change, Verb

_SIGN = {Verb.CREATE: "+", Verb.ALTER: "~", Verb.DROP: "-"}
_LONGEST = 60
"""characters of a fact that are shown; longer ones are only said to have changed"""

_SHORT_TYPES = (
    ("character varying", "varchar"),
    ("timestamp with time zone", "timestamptz"),
    ("timestamp without time zone", "timestamp"),
    ("time with time zone", "timetz"),
    ("time without time zone", "time"),
    ("double precision", "float8"),
)
_CONSTRAINTS = (
    ("FOREIGN KEY", "foreign key"),
    ("PRIMARY KEY", "primary key"),
    ("UNIQUE", "unique constraint"),
    ("CHECK", "check"),
    ("EXCLUDE", "exclusion constraint"),
    ("NOT NULL", "not-null constraint"),
    ("TRIGGER", "constraint trigger"),
)
_ACTIONS = re.compile(
    r"\bON (DELETE|UPDATE) (CASCADE|SET NULL|SET DEFAULT|RESTRICT|NO ACTION)|\bNOT VALID\b|\bDEFERRABLE\b"
)


def change_sentence(change: Change) -> str:
    """One line. What it quotes of the database is as it is there: encode it for the medium that shows it."""
    told = change.after or change.before
    subject = _subject(change.ident, told)
    if change.verb is Verb.ALTER:
        return f"~ {subject}: {'; '.join(_altered(name, *pair) for name, pair in sorted(change.facts.items()))}"
    details = _details(change.ident, told) if told and change.verb is Verb.CREATE else ""
    return f"{_SIGN[change.verb]} {subject}" + (f" {details}" if details else "")


def subject(ident: Ident) -> str:
    """A name as people say it: without `public`, the relation before a column's name."""
    where = ident.name if ident.schema in ("", "public") else f"{ident.schema}.{ident.name}"
    return f"{ident.kind.replace('_', ' ')} {where}" + (f".{ident.part}" if ident.part else "")


def _subject(ident: Ident, told: CatalogObject | None) -> str:
    if not ident.part or ident.kind == "column":
        return subject(ident)
    kind = _constraint_kind(told) if ident.kind == "constraint" else ident.kind.replace("_", " ")
    relation = ident.name if ident.schema in ("", "public") else f"{ident.schema}.{ident.name}"
    # PostgreSQL's own names of constraints start with the table's: saying it again would only be noise.
    return f"{kind} {ident.part}" + ("" if ident.part.startswith(f"{ident.name}_") else f" on {relation}")


def _constraint_kind(told: CatalogObject | None) -> str:
    definition = _definition(told)
    return next((word for start, word in _CONSTRAINTS if definition.startswith(start)), "constraint")


def _definition(told: CatalogObject | None) -> str:
    return str(told.facts.get("definition", "")) if told else ""


def _details(ident: Ident, told: CatalogObject) -> str:
    describe = {"column": _column, "constraint": _constraint, "index": _index, "enum": _enum}.get(ident.kind)
    return describe(told) if describe else ""


def _column(told: CatalogObject) -> str:
    facts = told.facts
    words = [short_type(str(facts.get("type", "")))]
    words += ["not null"] if facts.get("not_null") else []
    words += [f"default {short_casts(facts['default'])}"] if facts.get("default") is not None else []
    return " ".join(filter(None, words))


def _constraint(told: CatalogObject) -> str:
    definition = _definition(told)
    if definition.startswith("FOREIGN KEY"):
        definition = definition.replace(" REFERENCES public.", " -> ").replace(" REFERENCES ", " -> ")
        definition = _ACTIONS.sub(lambda found: found.group().lower(), definition)
    for start, _ in _CONSTRAINTS:
        definition = definition.removeprefix(f"{start} ")
    return _shortened(definition)


def _index(told: CatalogObject) -> str:
    found = re.search(r" ON (?:ONLY )?(.*)", _definition(told), re.DOTALL)
    unique = "unique, " if " UNIQUE INDEX " in _definition(told) else ""
    return (
        _shortened(f"{unique}on {found.group(1).replace(' USING btree', '').removeprefix('public.')}") if found else ""
    )


def _enum(told: CatalogObject) -> str:
    labels = told.facts.get("labels", ())
    return _shortened(f"({', '.join(map(str, labels))})") if labels else ""


def short_type(name: str) -> str:
    """`varchar(50)` for `character varying(50)`, `timestamptz` for its long form."""
    for long, short in _SHORT_TYPES:
        if name.startswith(long):
            return short + name[len(long) :]
    return re.sub(r"^timestamp(\(\d\)) with time zone", r"timestamptz\1", name)


def short_casts(expression: str) -> str:
    for long, short in _SHORT_TYPES:
        expression = expression.replace(f"::{long}", f"::{short}")
    return expression


def _altered(name: str, before: Any, after: Any) -> str:
    label = name.replace("_", " ")
    if isinstance(before, list) and isinstance(after, list):
        return _entries(label, before, after)
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        return _keys(label, before or {}, after or {})
    if isinstance(before, bool | None) and isinstance(after, bool | None):
        return label if after else f"no longer {label}"
    shown = [_scalar(value) for value in (before, after)]
    if name == "type":
        shown = [short_type(value) for value in shown]
    return f"{label} {shown[0]} -> {shown[1]}" if max(map(len, shown)) <= _LONGEST else f"{label} changed"


def _entries(label: str, before: list[Any], after: list[Any]) -> str:
    gone = [f"-{_scalar(item)}" for item in before if item not in after]
    come = [f"+{_scalar(item)}" for item in after if item not in before]
    return f"{label} {' '.join(gone + come)}" if gone or come else f"{label} in another order"


def _keys(label: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    names = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return f"{label} " + ", ".join(
        f"{key} {_scalar(before.get(key))} -> {_scalar(after.get(key))}" for key in sorted(names)
    )


def _scalar(value: Any) -> str:
    return "none" if value is None or value == "" else _shortened(str(value))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 2 * _LONGEST else f"{line[: 2 * _LONGEST - 1]}…"
