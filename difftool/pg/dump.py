"""A database as pg_dump writes it: as entries, or as text."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable

from difftool.errors import ConfigError, DifftoolError, LimitReached, PrivilegeMissing, Unreachable
from difftool.model.catalog import Ident
from difftool.pg.archive import Entry, entries
from difftool.pg.binaries import pg_dump
from difftool.pg.connection import passfile

__all__ = ["Entry", "dump", "dump_without_relations", "plain"]

LOCK_WAIT = "5s"
SETTINGS = ("ENCODING", "STDSTRINGS", "SEARCHPATH")

Relations = Iterable[Ident] | None


def dump(session_dsn: str, *, relations: Relations = None) -> tuple[Entry, ...]:
    """The schema as entries, in an order in which they can be run.

    With `relations`: only these (tables, views, sequences, …) with what belongs to them; nothing else is
    locked or needs a right. Raises PrivilegeMissing, LimitReached, Unreachable; ConfigError for a newer server.
    """
    if relations is None:
        return _of_schema(_run(session_dsn, "-Fc"))
    patterns = _include(relations)
    return _of_schema(_run(session_dsn, "-Fc", "--filter=-", given=patterns)) if patterns else ()


def dump_without_relations(session_dsn: str) -> tuple[Entry, ...]:
    """All but tables, views and sequences: no lock is taken, and no right on any object is needed."""
    return _of_schema(_run(session_dsn, "-Fc", "--exclude-table=*.*"))


def plain(session_dsn: str, relations: Relations = None) -> str:
    """The schema as pg_dump's SQL text, without schema difftool; `relations` as for `dump`."""
    if relations is None:
        return _run(session_dsn, "--exclude-schema=difftool").decode()
    patterns = _include(relations)
    return _run(session_dsn, "--filter=-", given=patterns).decode() if patterns else ""


def _of_schema(archive: bytes) -> tuple[Entry, ...]:
    """Without the archive's settings, and without the database itself, its privileges and its comment."""
    read = entries(archive)
    database = {entry.id for entry in read if entry.kind.startswith("DATABASE")}
    return tuple(
        entry
        for entry in read
        if entry.kind not in SETTINGS and entry.id not in database and not database & set(entry.depends)
    )


def _include(relations: Iterable[Ident]) -> str:
    """Lines for --filter, which has no limit on their number. Within quotes only a backslash is not itself."""
    return "".join(f"include table {_quoted(relation.schema)}.{_quoted(relation.name)}\n" for relation in relations)


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '""')
    return f'"{escaped}"'


def _run(dsn: str, *options: str, given: str = "") -> bytes:
    with passfile(dsn) as (public_dsn, environment):
        done = subprocess.run(
            [
                str(pg_dump()),
                "--schema-only",
                "--no-password",
                f"--lock-wait-timeout={LOCK_WAIT}",
                *options,
                f"--dbname={public_dsn}",
            ],
            env=environment | {"LC_ALL": "C", "PGAPPNAME": "difftool", "PGCLIENTENCODING": "UTF8"},
            input=given.encode(),
            capture_output=True,
            check=False,
        )
    if done.returncode:
        raise _failure(done.stderr.decode(errors="replace"))
    return done.stdout


def _failure(said: str) -> DifftoolError:
    """pg_dump's own reason, in the class that it belongs to."""
    lines = [re.sub(r"^pg_dump: (error: |detail: )?", "", line) for line in said.splitlines() if line]
    reason = next((line for line in lines if "failed: ERROR:" in line or "error:" in line), " ".join(lines[:1]))
    if "server version mismatch" in said:
        versions = re.search(r"server version: (\S+).*pg_dump version: (\S+)", said, re.DOTALL)
        server, ours = versions.groups() if versions else ("unknown", "unknown")
        return ConfigError(f"the server is PostgreSQL {server}, newer than our pg_dump ({ours}): update difftool")
    if "permission denied" in said:
        return PrivilegeMissing(f"pg_dump could not read the schema: {reason}: grant SELECT on it to this role")
    if "lock timeout" in said or "canceling statement" in said:
        return LimitReached(f"pg_dump waited too long for a lock: {reason}: try again when it is free")
    return Unreachable(f"pg_dump failed: {reason}: check the connection, then try again")
