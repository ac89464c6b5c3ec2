"""The catalog's queries as text for one major version of PostgreSQL.

Each `queries/*.sql` but the three named here reads one kind of object, or a family of kinds, and is one
branch of `frame.sql`, which documents the shape of their rows.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

FRAME, STAND_INS, DEPENDS = "frame.sql", "stand_ins.sql", "depends.sql"
_BOUND = re.compile(r"-- (from|until) (\d+)")
_COMMENT = re.compile(r"(^|\s)--\s.*$")


@cache
def objects_sql(major: int) -> str:
    """One query for the objects of all kinds."""
    folder = files(__package__) / "queries"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    branches = [query_sql(name, major) for name in names if name not in (FRAME, STAND_INS, DEPENDS)]
    return query_sql(FRAME, major).replace("/* kinds */", "\nunion all\n".join(branches))


@cache
def query_sql(name: str, major: int) -> str:
    """One file without its comments, and without the lines that this version does not know."""
    text = (files(__package__) / "queries" / name).read_text(encoding="utf-8")
    lines = (_COMMENT.sub("", line) for line in text.splitlines() if _holds(line, major))
    return "\n".join(line for line in lines if line.strip())


def _holds(line: str, major: int) -> bool:
    bounds = [(word, int(version)) for word, version in _BOUND.findall(line)]
    return all(major >= version if word == "from" else major <= version for word, version in bounds)
