"""Run what one database was written as in another, whatever the order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import psycopg2

from difftool.errors import NoProvenPlan
from difftool.pg.archive import Entry
from difftool.pg.session import Session
from difftool.sql.first_written import as_first_written
from difftool.sql.parse import kind_of
from difftool.sql.quote import identifier
from difftool.sql.split import split

OWNED = (
    "AGGREGATE",
    "COLLATION",
    "CONVERSION",
    "DOMAIN",
    "EVENT TRIGGER",
    "FOREIGN DATA WRAPPER",
    "FOREIGN TABLE",
    "FUNCTION",
    "MATERIALIZED VIEW",
    "OPERATOR",
    "OPERATOR CLASS",
    "OPERATOR FAMILY",
    "PROCEDURAL LANGUAGE",
    "PROCEDURE",
    "PUBLICATION",
    "SCHEMA",
    "SEQUENCE",
    "SERVER",
    "STATISTICS",
    "TABLE",
    "TEXT SEARCH CONFIGURATION",
    "TEXT SEARCH DICTIONARY",
    "TYPE",
    "VIEW",
)
"""what has an owner of its own; ALTER and DROP name it alike"""

NOT_CLONED = ("SUBSCRIPTION", "USER MAPPING")
"""what reaches other servers; a subscription would keep its database from being dropped, too"""


_EVERYWHERE = """
select pg_catalog.set_config('search_path', pg_catalog.string_agg(
    pg_catalog.quote_ident(nspname), ', ' order by nspname <> 'public', nspname), false)
from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
"""
"""A function that is evaluated may leave schemas out, for it was written for another path than pg_dump's empty one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """SQL to run, and what it makes, for messages."""

    what: str
    sql: str


def wanted(entries: Sequence[Entry], without: Sequence[str] = NOT_CLONED) -> tuple[Wanted, ...]:
    """What to run for the entries: each with its owner; event triggers at the end, and disabled.

    An event trigger would otherwise run code of the cloned database, as superuser, on all that follows. Triggers of
    our own, which are there while a plan runs, are left out.
    """
    left_out = {entry.id for entry in entries if entry.kind in without or _is_ours(entry)}
    kept = [e for e in entries if e.sql and e.id not in left_out and (e.classid or not left_out & set(e.depends))]
    kept.sort(key=lambda entry: entry.kind == "EVENT TRIGGER")
    said = {number for entry in entries if entry.kind == "COMMENT" for number in entry.depends}
    silent = (e for e in kept if e.kind == "EXTENSION" and e.id not in said)
    comments = (Wanted(e.tag, f"comment on extension {identifier(e.tag)} is null") for e in silent)
    return (*(piece for entry in kept for piece in _of_entry(entry)), *comments)


def _is_ours(entry: Entry) -> bool:
    return entry.kind == "TRIGGER" and " EXECUTE FUNCTION difftool." in entry.sql


def _of_entry(entry: Entry) -> Iterator[Wanted]:
    what = f"{entry.kind.lower()} {entry.schema + '.' if entry.schema else ''}{entry.tag}"
    if entry.kind != "SCHEMA" or split(entry.sql):  # of a schema that initdb made there is only a comment
        yield Wanted(what, as_first_written(_public_is_there(entry)))
    if entry.kind == "EVENT TRIGGER":
        yield Wanted(what, f"alter event trigger {identifier(entry.tag)} disable")
    if entry.owner and entry.kind in OWNED and (entry.drop.startswith("DROP ") or entry.kind == "SCHEMA"):
        of_initdb = not entry.drop.startswith("DROP ")
        named = f"SCHEMA {identifier(entry.tag)}" if of_initdb else entry.drop.removeprefix("DROP ")
        named = named.rstrip(";\n").removesuffix(" CASCADE")
        yield Wanted(f"owner of {what}", f"alter {named} owner to {identifier(entry.owner)}")


def _public_is_there(entry: Entry) -> str:
    once = entry.sql.replace("CREATE SCHEMA ", "CREATE SCHEMA IF NOT EXISTS ", 1)
    return once if entry.kind == "SCHEMA" else entry.sql


def roles_in(entries: Iterable[Entry]) -> set[str]:
    """Those that own something, or are named in privileges and policies."""
    named = {entry.owner for entry in entries if entry.owner}
    for entry in entries:
        if entry.kind in ("ACL", "DEFAULT ACL", "POLICY", "ROW SECURITY", "USER MAPPING"):
            named |= {role for piece in split(entry.sql) for role in kind_of(piece.text).roles}
    return named


def replay(session: Session, statements: Iterable[Wanted]) -> None:
    """Run all; those that fail again after the others, until a round brings nothing.

    Raises NoProvenPlan that names what is left, and why.
    """
    left = replay_what_runs(session, statements)
    if left:
        what, why = left[0]
        raise NoProvenPlan(
            f"{what} cannot be cloned into the shadow: {why}: declare what it needs under "
            f"`externals:`, or name a server that has it with --shadow URL",
            details=[f"{what}: {why}" for what, why in left],
        )


def replay_what_runs(session: Session, statements: Iterable[Wanted]) -> tuple[tuple[str, str], ...]:
    """As `replay`; returns what is left, each with the reason. At last names are looked for in every schema."""
    left, reasons = _rounds(session, list(statements))
    if left:
        session.execute(_EVERYWHERE)
        left, reasons = _rounds(session, left)
        session.execute("reset search_path")
    return tuple((each.what, why) for each, why in zip(left, reasons, strict=True))


def _rounds(session: Session, statements: list[Wanted]) -> tuple[list[Wanted], list[str]]:
    left, reasons = _round(session, statements)
    while left and len(left) < len(statements):
        statements = left
        left, reasons = _round(session, statements)
    return left, reasons


def _round(session: Session, statements: list[Wanted]) -> tuple[list[Wanted], list[str]]:
    left, reasons = [], []
    for each in statements:
        try:
            session.execute(each.sql)
        except psycopg2.Error as error:
            left.append(each)
            reasons.append((error.diag.message_primary or str(error)).strip())
    return left, reasons
