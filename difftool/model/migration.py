"""Folders of migrations that other tools keep, and the files that a plan becomes in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from difftool.model.profile import SnapshotFile


class Shape(StrEnum):
    """How a folder names its files and their order."""

    PAIR = "pair"
    """`001_name.sql` with `001_name_down.sql`, `.up.sql` with `.down.sql`, or no way back at all"""
    SUPABASE = "supabase"
    """`20260131120000_name.sql`"""
    DRIZZLE = "drizzle"
    """`meta/_journal.json` says which files there are"""


EXPORTS = (Shape.PAIR.value, "psql", Shape.SUPABASE.value, Shape.DRIZZLE.value)
"""whose files a plan can become; a script for psql belongs to no folder"""


@dataclass(frozen=True, slots=True)
class Migration:
    number: str
    """as written: `001`"""
    name: str
    """with its number, without the file's ending: `001_create_jobs`"""
    up: SnapshotFile
    down: SnapshotFile | None = None


@dataclass(frozen=True, slots=True)
class Migrations:
    """A folder, its migrations in the order in which they run."""

    shape: Shape
    migrations: tuple[Migration, ...] = ()
    endings: tuple[str, str] = (".sql", "_down.sql")
    """of a pair's files: up, down"""


@dataclass(frozen=True, slots=True)
class Portion:
    """Statements that commit together, and those that take them back; each ends with its semicolon."""

    title: str
    """a comment: `-- step 1 of 3, guard: ...`"""
    slug: str
    """for a file's name: `guard_add_the_foreign_key`"""
    forward: tuple[str, ...]
    back: tuple[str, ...] = ()
    transaction: bool = True
    """False for the one statement that may not run in one"""


@dataclass(frozen=True, slots=True)
class Portable:
    """A plan as SQL for any database that is where the plan began; nothing in it keeps a ledger.

    `local` holds the settings that it was rehearsed under, for the transaction that they stand in; `unset` takes them
    back, for tools that go on in that transaction.
    """

    header: str
    slug: str
    digest: str
    local: tuple[str, ...]
    unset: tuple[str, ...]
    portions: tuple[Portion, ...]
