"""A database's schema as canonical SQL: the statements that were seen to make it, one object after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import psycopg2

from difftool.diff.compare import compare
from difftool.diff.scope import unmatched, within
from difftool.errors import NoProvenPlan, UsageError
from difftool.files.starting import externals_text
from difftool.jobs.converge import converge
from difftool.jobs.goal import Goal, goal_of
from difftool.jobs.live import Live, open_live
from difftool.jobs.work import Work
from difftool.model.catalog import CLASSES, Catalog, Comparing
from difftool.model.profile import External, Scope
from difftool.pg.catalog.read import read_catalog
from difftool.pg.clone import clone
from difftool.pg.externals import build_externals
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow, open_shadow
from difftool.planning.neighbours import neighbours
from difftool.planning.pages import pages
from difftool.report.sentences import change_sentence
from difftool.sql.quote import identifier

BODIES_AS_THEY_ARE = "set check_function_bodies = off"


def take_snapshot(work: Work, scope: Scope, *, all_found: bool = False) -> str:
    """What the scope holds on live, as SQL that was loaded and gave the same catalog, owners aside.

    Privileges and comments are written where live has any. With `all_found`, each pattern must name something there.
    Raises NoProvenPlan where no such SQL was found.
    """
    with (
        open_live(work) as live,
        open_shadow(work.shadow, live_major=live.major, live_system=live.identity.system) as shadow,
    ):
        whole = read_catalog(live.session)
        mine = within(whole, scope)
        if all_found:
            refuse_unmatched(scope, whole)
        outside = neighbours(whole, mine)
        goal = _cloned(shadow, live, mine, scope, outside)
        return _text(_proven(shadow, live, goal, outside), mine, outside)


def refuse_unmatched(scope: Scope, *catalogs: Catalog) -> None:
    """Each pattern names something in one of the catalogs at least: else it is a typing error."""
    idle = set.intersection(*({pattern.text for pattern in unmatched(catalog, scope)} for catalog in catalogs))
    if idle:
        raise UsageError(f"--manages {min(idle)} matches nothing there")


def _cloned(shadow: Shadow, live: Live, mine: Catalog, scope: Scope, outside: tuple[External, ...]) -> Goal:
    scratch = shadow.create()
    build_externals(shadow, scratch, outside, live.session)
    clone(live.session, live.address.dsn, mine, shadow, scratch)
    stated = {
        name: frozenset(i for i, thing in mine.objects.items() if name in thing.notes.get("stated", ()))
        for name in CLASSES
        if name != "owner"
    }
    return goal_of(scratch, scope, Comparing(stated))


def _proven(shadow: Shadow, live: Live, goal: Goal, outside: tuple[External, ...]) -> tuple[tuple[str, ...], ...]:
    """Pages of statements, an object each where that order runs, else in the order that ran."""
    empty = shadow.create()
    build_externals(shadow, empty, outside, live.session)
    schemas = _schemas(goal)
    work_copy = shadow.create(template=empty.name)
    with work_copy.open() as session:
        _run(session, schemas)
        proposals = converge(session, goal)
    reasons = []
    laid_out = _runnable(shadow, empty, (*schemas, *pages(proposals, goal.catalog)))
    for order in (laid_out, (*schemas, *(p.statements for p in proposals))):
        reason = _loads(shadow, empty, goal, order)
        if not reason:
            return order
        reasons.append(reason)
    raise NoProvenPlan("no SQL was found that makes this schema", details=reasons)


def _schemas(goal: Goal) -> tuple[tuple[str, ...], ...]:
    """A page for each schema that is outside the scope and holds what is in it."""
    used = {ident.schema for ident in goal.catalog.objects} - {
        ident.name for ident in goal.catalog.objects if ident.kind == "schema"
    }
    return tuple((f"CREATE SCHEMA IF NOT EXISTS {identifier(name)}",) for name in sorted(used - {"", "public"}))


def _runnable(shadow: Shadow, empty: Scratch, order: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The pages, but a statement that needs what a later page makes stands at the end of that page."""
    scratch = shadow.create(template=empty.name)
    made: list[tuple[str, ...]] = []
    waiting: list[str] = []
    with scratch.open() as session:
        session.execute(BODIES_AS_THEY_ARE)
        for page in order:
            ran, failed = _what_runs(session, page)
            late, waiting = _what_runs(session, waiting)
            made.append((*ran, *late))
            waiting += failed
    return (*(page for page in made if page), *((statement,) for statement in waiting))


def _what_runs(session: Session, statements: Iterable[str]) -> tuple[list[str], list[str]]:
    ran, failed = [], []
    for statement in statements:
        try:
            session.execute(statement)
            ran.append(statement)
        except psycopg2.Error:
            failed.append(statement)
    return ran, failed


def _loads(shadow: Shadow, empty: Scratch, goal: Goal, order: Sequence[tuple[str, ...]]) -> str:
    scratch = shadow.create(template=empty.name)
    with scratch.open() as session:
        try:
            _run(session, order)
        except psycopg2.Error as error:
            return str(error).strip()
        left = compare(within(read_catalog(session), goal.scope), goal.catalog, goal.comparing)
    return "; ".join(change_sentence(change) for change in left[:5])


def _run(session: Session, order: Sequence[tuple[str, ...]]) -> None:
    session.execute(BODIES_AS_THEY_ARE)
    for page in order:
        for statement in page:
            session.execute(statement)


def _text(order: Sequence[tuple[str, ...]], mine: Catalog, outside: tuple[External, ...]) -> str:
    left_out = "".join(f"-- not written: {what}\n" for what in mine.not_compared)
    pages = "\n\n".join("\n".join(f"{statement};" for statement in page) for page in order)
    return f"{left_out}{_refers_to(outside)}{pages}\n"


def _refers_to(outside: tuple[External, ...]) -> str:
    """What it needs and does not contain, as the lines of a profile, in comments."""
    if not outside:
        return ""
    needed = [replace(e, needs=("select", "references")) if e.kind == "table" else e for e in outside]
    lines = ("It refers to what it does not contain; a profile says so:", *externals_text(needed).splitlines())
    return "".join(f"-- {line}\n" for line in lines) + "\n"
