"""What leads from one schema to another, each a database, SQL files, or a profile; proven by running it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from difftool.diff.apart import changes_apart, statements_apart
from difftool.diff.column_order import column_order
from difftool.diff.compare import compare
from difftool.diff.comparing import comparing_for
from difftool.diff.scope import within
from difftool.errors import NoProvenPlan, UsageError
from difftool.files.addresses import address_of, is_connection
from difftool.files.names import names_in
from difftool.files.patterns import parse_pattern
from difftool.files.profiles import load_profile
from difftool.files.snapshots import read_snapshot
from difftool.jobs.goal import Goal, goal_of
from difftool.jobs.live import refuse_gaps
from difftool.jobs.older_live import refuse_newer
from difftool.jobs.replay import proven_script
from difftool.jobs.stopped import refuse_stopped
from difftool.jobs.take_snapshot import refuse_unmatched
from difftool.jobs.work import Work
from difftool.model.apart import Apart
from difftool.model.catalog import EVERYTHING, Catalog, Comparing
from difftool.model.drift import Difference
from difftool.model.profile import External, Place, Profile, Scope
from difftool.pg.apart import read_apart, try_apart
from difftool.pg.archive import Entry
from difftool.pg.catalog.read import read_catalog
from difftool.pg.clone import clone_all
from difftool.pg.connection import connect, system_identifier
from difftool.pg.externals import build_externals
from difftool.pg.judge import differing, seen
from difftool.pg.load import load
from difftool.pg.session import Session
from difftool.pg.session_defaults import schemas_in_path, set_otherwise
from difftool.pg.shadow import Scratch, Shadow, open_shadow, proving_for
from difftool.pg.worded import worded
from difftool.planning.lookup import search_path
from difftool.planning.losses import loses_data
from difftool.planning.script import Transaction, script, settings
from difftool.report.sentences import change_sentence


@dataclass(frozen=True, slots=True)
class _Built:
    """A side in the shadow; `entries` and `apart` as they are in the database that it was, if it was one."""

    scratch: Scratch
    entries: tuple[Entry, ...] = ()
    apart: Apart = field(default_factory=Apart)


@dataclass(frozen=True, slots=True)
class _Source:
    """One side, before it is in the shadow: `session` and `dsn` for a database, else the text as it was named."""

    named: str
    session: Session | None = None
    dsn: str = ""
    profile: Profile | None = None

    @property
    def major(self) -> int:
        return self.session.version // 10000 if self.session else 0

    @property
    def schemas(self) -> tuple[str, ...]:
        """Where names without a schema are looked for."""
        if self.session:
            return schemas_in_path(self.session)
        return names_in(self.profile.search_path if self.profile else "public")

    @property
    def superuser(self) -> str:
        """The role of the session, if it is one: it may stand in for us."""
        asked = "select rolname::text from pg_catalog.pg_roles where rolsuper and rolname = current_user"
        return str(self.session.value(asked) or "") if self.session else ""


def diff_sources(work: Work, from_: str, to: str, manages: tuple[str, ...]) -> Difference:
    """The changes and the script that makes them. Raises NoProvenPlan where no script was seen to arrive."""
    with _opened(work, from_) as start, _opened(work, to) as end, _shadow(work, start, end) as shadow:
        work.say(f"comparing in {shadow.origin}")
        profiles = [source.profile for source in (end, start) if source.profile]
        externals = tuple({e.name: e for profile in profiles for e in profile.externals}.values())
        scope = _scope(manages, profiles)
        before, target = (_built(shadow, source, externals) for source in (start, end))
        comparing = _comparing(start, end, target.scratch, scope)
        here, there = (goal_of(built.scratch, scope, comparing) for built in (before, target))
        if manages:
            refuse_unmatched(scope, here.whole, there.whole)
        if work.strict:
            _refuse_gaps(work, (start, end), (here, there))
        changes = compare(here.catalog, there.catalog, comparing)
        apart = () if scope.manages else changes_apart(before.apart, target.apart)
        said = _said(here.catalog, there.catalog)
        if not scope.manages and start.major == end.major == shadow.major:
            _confirm(before, target, here, there, clean=not changes)
        if not (changes or apart):
            return Difference((), (), "", shadow.major, *said)
        path = _search_path((start, end), (here, there))
        first = settings(path, set_otherwise(start.session) if start.session else {})
        parts = proven_script(shadow, here, there, first, start.superuser)
        if not scope.manages:
            parts = (*parts, *_ended(before, target, parts))
        statements = tuple(statement for part in parts for statement in part.statements)
        if start.session:
            refuse_newer(start.session, shadow, statements)
            unasked = refuse_stopped(start.session, changes, here.catalog, there.catalog, path)
            said = (said[0], (*said[1], *unasked))
        losses = [change_sentence(c) for c in changes if loses_data(c, here.catalog, there.catalog)]
        return Difference((*changes, *apart), statements, script(parts, first, losses), shadow.major, *said)


def _search_path(sources: Sequence[_Source], goals: Sequence[Goal]) -> str:
    """Names are found as in the databases themselves."""
    schemas = [name for source in sources for name in source.schemas]
    return search_path(schemas, [goal.whole for goal in goals])


def _refuse_gaps(work: Work, sources: Sequence[_Source], goals: Sequence[Goal]) -> None:
    """A copy does not have everything that cannot be compared: databases are asked themselves, too."""
    for source, goal in zip(sources, goals, strict=True):
        refuse_gaps(work, goal.catalog)
        if source.session:
            refuse_gaps(work, within(read_catalog(source.session), goal.scope))


def _ended(before: _Built, target: _Built, parts: tuple[Transaction, ...]) -> tuple[Transaction, ...]:
    """What follows for that which the shadow cannot hold."""
    script_so_far = tuple(statement for part in parts for statement in part.statements)
    statements = statements_apart(before.apart, target.apart, script_so_far)
    with before.scratch.open() as session:
        try_apart(session, before.apart, target.apart, statements)
    return (Transaction(statements),) if statements else ()


def _confirm(before: _Built, target: _Built, here: Goal, there: Goal, *, clean: bool) -> None:
    """What pg_dump sees must not contradict: where nothing differs for us, and where a copy is not like its original.

    What is lost in both copies alike makes no difference.
    """
    found = differing(seen(before.entries), seen(target.entries))
    if found and not clean:
        lost, lost_too = (
            differing(seen(built.entries), seen(goal.views.entries))
            for built, goal in ((before, here), (target, there))
        )
        found = differing(lost, lost_too)
    if found:
        details = tuple(f"pg_dump sees another {what}" for what in dict.fromkeys(found.values()))
        raise NoProvenPlan("this difference cannot be brought into the shadow", details=details[:10])


@contextmanager
def _opened(work: Work, named: str) -> Iterator[_Source]:
    if not named.strip():
        raise UsageError("FROM or TO is blank: is the variable set from which it comes?")
    if named.startswith("profile:"):
        yield _Source(named, profile=load_profile(named.removeprefix("profile:"), work.settings))
        return
    if not is_connection(named):
        yield _Source(named)
        return
    address = address_of(named, "the command line")
    for note in address.notes:
        work.say(note)
    with connect(address, timeout=work.timeout) as session, worded():
        yield _Source("the database", session, address.dsn)


@contextmanager
def _shadow(work: Work, start: _Source, end: _Source) -> Iterator[Shadow]:
    """Of the newest version among the databases; never one of them. What it proves is for the first."""
    newest = max(start.major, end.major) or None
    systems = [system_identifier(source.session) for source in (start, end) if source.session]
    with open_shadow(work.shadow, live_major=newest, live_system=next(iter(systems), "")) as shadow:
        yield proving_for(shadow, start.major or end.major)


def _scope(manages: tuple[str, ...], profiles: Sequence[Profile]) -> Scope:
    """The patterns that were given, else what the profile manages (of two, the one to reach), else everything."""
    patterns = tuple(parse_pattern(text) for text in manages)
    return Scope(patterns or (profiles[0].scope.manages if profiles else ()), recreate=frozenset("*"))


def _built(shadow: Shadow, source: _Source, externals: tuple[External, ...]) -> _Built:
    scratch = shadow.create()
    if source.session:
        entries = clone_all(source.session, source.dsn, shadow, scratch)
        return _Built(scratch, entries, read_apart(source.session, entries))
    build_externals(shadow, scratch, externals, None)
    if source.profile:
        load(shadow, scratch, source.profile.snapshot, source.profile.search_path)
        return _Built(scratch)
    path = Path(source.named).resolve()
    if not path.exists():
        raise UsageError(
            f"{source.named}: no such file or folder; FROM and TO are a URL, SQL, a folder, or profile:NAME"
        )
    load(shadow, scratch, read_snapshot(path.parent, path.name, Place(source.named)), "public")
    return _Built(scratch)


def _comparing(start: _Source, end: _Source, target: Scratch, scope: Scope) -> Comparing:
    """Everything between databases; a file that states no owner or privileges leaves them as they are."""
    if start.session and end.session:
        return EVERYTHING
    with target.open() as session:
        return comparing_for(within(read_catalog(session), scope), frozenset({"comment"}), frozenset())


def _said(before: Catalog, after: Catalog) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was not compared on either side, and what is mentioned but is no difference."""
    left_out = dict.fromkeys((*before.not_compared, *after.not_compared))
    return tuple(left_out), column_order(before, after)
