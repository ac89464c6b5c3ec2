"""The catalog's queries as text for one major version of PostgreSQL.

Each `queries/*.sql` but the three named here reads one kind of object, or a family of kinds, and is one
branch of `frame.sql`, which documents the shape of their rows. Most databases have few of these kinds.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

FRAME, STAND_INS, DEPENDS = "frame.sql", "stand_ins.sql", "depends.sql"
_ONLY = re.compile(r"-- only where: (.+(?:\n--  .+)*)")
_BOUND = re.compile(r"-- (from|until) (\d+)")
_COMMENT = re.compile(r"(^|\s)--\s.*$")


@cache
def kinds_sql() -> str:
    """Which branches have something to read, as an array of names: planning the others would take long."""
    conditions = ((name, _ONLY.match(_text(name))) for name in _branches())
    known = (f"case when exists ({only[1].replace('--', '')}) then '{name}' end" for name, only in conditions if only)
    return f"select array_remove(array[{', '.join(known)}], null)"


@cache
def objects_sql(major: int, kinds: frozenset[str]) -> str:
    """One query for the objects of all kinds, of those that are not always there only these."""
    names = (name for name in _branches() if name in kinds or not _ONLY.match(_text(name)))
    branches = [query_sql(name, major) for name in names]
    return query_sql(FRAME, major).replace("/* kinds */", "\nunion all\n".join(branches))


@cache
def query_sql(name: str, major: int) -> str:
    """One file without its comments, and without the lines that this version does not know."""
    lines = (_COMMENT.sub("", line) for line in _text(name).splitlines() if _holds(line, major))
    return "\n".join(line for line in lines if line.strip())


def _holds(line: str, major: int) -> bool:
    bounds = [(word, int(version)) for word, version in _BOUND.findall(line)]
    return all(major >= version if word == "from" else major <= version for word, version in bounds)


@cache
def _branches() -> tuple[str, ...]:
    names = sorted(entry.name for entry in (files(__package__) / "queries").iterdir() if entry.name.endswith(".sql"))
    return tuple(name for name in names if name not in (FRAME, STAND_INS, DEPENDS))


@cache
def _text(name: str) -> str:
    return (files(__package__) / "queries" / name).read_text(encoding="utf-8")
