"""SQLAlchemy models as the SQL that would make their tables. They are imported by a program of their own.

So nothing that the user's modules do, print or load reaches difftool.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from difftool.errors import ConfigError, UsageError
from difftool.model.catalog import Ident
from difftool.model.profile import Scope

PROGRAM = "difftool.files.models_program"


@dataclass(frozen=True, slots=True)
class Declared:
    """`sql` makes the managed tables, and those that they refer to."""

    sql: str
    computed: frozenset[Ident]
    """columns whose default is computed by Python"""
    types: frozenset[tuple[str, str]]
    """the enums and domains that `sql` makes: schema and name"""
    not_managed: tuple[str, ...]


def read_models(named: str, scope: Scope, theirs: Mapping[str, Mapping[str, str]], timeout: float) -> Declared:
    """What `MODULE:OBJECT` declares, found from the current folder; without `theirs`.

    Those are tables of others, `schema.name` to columns and types: models may refer to them without having them.
    Takes `timeout` seconds at most. Raises UsageError, and ConfigError where the models cannot be had.
    """
    module, colon, name = named.partition(":")
    if not (colon and name and all(part.isidentifier() for part in module.split("."))):
        raise UsageError(f"{named}: name a module and what in it has the tables, as app.db.models:Base")
    asked = {
        "module": module,
        "name": name,
        "manages": [pattern.text for pattern in scope.manages],
        "theirs": {name: dict(columns) for name, columns in theirs.items()},
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", PROGRAM],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ConfigError(f"importing it took more than {timeout:g} s", where=named) from None
    return _answer(named, done)


def _answer(named: str, done: subprocess.CompletedProcess[str]) -> Declared:
    try:
        answer = json.loads(done.stdout)
    except json.JSONDecodeError:
        told = done.stderr.strip().splitlines()
        raise ConfigError(f"importing it ended Python with {done.returncode}", where=named, details=told[-5:]) from None
    if "error" in answer:
        raise ConfigError(answer["error"], where=named, details=answer["details"])
    computed = frozenset(Ident("column", *column) for column in answer["computed"])
    types = frozenset((schema, name) for schema, name in answer["types"])
    return Declared(answer["sql"], computed, types, tuple(answer["not_managed"]))
