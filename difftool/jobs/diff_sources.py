"""What leads from one schema to another, each a database, SQL files, or a profile; proven by running it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from difftool.diff.compare import column_order, compare
from difftool.diff.comparing import comparing_for
from difftool.diff.scope import within
from difftool.errors import UsageError
from difftool.files.patterns import parse_pattern
from difftool.files.profiles import load_profile
from difftool.files.snapshots import read_snapshot
from difftool.jobs.goal import goal_of
from difftool.jobs.replay import proven_script
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.catalog import EVERYTHING, Catalog, Comparing
from difftool.model.drift import Difference
from difftool.model.profile import External, Place, Profile, Scope
from difftool.pg.catalog.read import read_catalog
from difftool.pg.clone import clone_all
from difftool.pg.connection import connect, system_identifier
from difftool.pg.externals import build_externals
from difftool.pg.load import load
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow, open_shadow
from difftool.pg.worded import worded
from difftool.planning.script import script
from difftool.report.sentences import change_sentence


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


def diff_sources(work: Work, from_: str, to: str, manages: tuple[str, ...]) -> Difference:
    """The changes and the script that makes them. Raises NoProvenPlan where no script was seen to arrive."""
    with _opened(work, from_) as start, _opened(work, to) as end, _shadow(work, start, end) as shadow:
        work.say(f"comparing in {shadow.origin}")
        profiles = [source.profile for source in (end, start) if source.profile]
        externals = tuple({e.name: e for profile in profiles for e in profile.externals}.values())
        scope = _scope(manages, profiles)
        before, target = (_built(shadow, source, externals) for source in (start, end))
        comparing = _comparing(start, end, target, scope)
        here, there = (goal_of(scratch, scope, comparing) for scratch in (before, target))
        changes = compare(here.catalog, there.catalog, comparing)
        if not changes:
            return Difference((), (), "", shadow.major, *_said(here.catalog, there.catalog))
        parts = proven_script(shadow, here, there)
        statements = tuple(statement for part in parts for statement in part.statements)
        losses = [
            change_sentence(change) for change in changes if change.verb == "drop" and _holds_rows(change.ident.kind)
        ]
        return Difference(changes, statements, script(parts, losses), shadow.major, *_said(here.catalog, there.catalog))


def _holds_rows(kind: str) -> bool:
    return kind in ("table", "column", "sequence", "materialized_view")


@contextmanager
def _opened(work: Work, named: str) -> Iterator[_Source]:
    if named.startswith("profile:"):
        yield _Source(named, profile=load_profile(named.removeprefix("profile:"), work.settings))
        return
    if "://" not in named and "=" not in named:
        yield _Source(named)
        return
    address = Address(named, "the command line")
    with connect(address, timeout=work.timeout) as session, worded():
        yield _Source("the database", session, named)


@contextmanager
def _shadow(work: Work, *sources: _Source) -> Iterator[Shadow]:
    """Of the newest version among the databases; never one of them."""
    newest = max(source.major for source in sources) or None
    systems = [system_identifier(source.session) for source in sources if source.session]
    with open_shadow(work.shadow, live_major=newest, live_system=next(iter(systems), "")) as shadow:
        yield shadow


def _scope(manages: tuple[str, ...], profiles: Sequence[Profile]) -> Scope:
    """The patterns that were given, else what the profile manages (of two, the one to reach), else everything."""
    patterns = tuple(parse_pattern(text) for text in manages)
    return Scope(patterns or (profiles[0].scope.manages if profiles else ()), recreate=frozenset("*"))


def _built(shadow: Shadow, source: _Source, externals: tuple[External, ...]) -> Scratch:
    scratch = shadow.create()
    if source.session:
        clone_all(source.session, source.dsn, shadow, scratch)
        return scratch
    build_externals(shadow, scratch, externals, None)
    if source.profile:
        load(shadow, scratch, source.profile.snapshot, source.profile.search_path)
        return scratch
    path = Path(source.named).resolve()
    if not path.exists():
        raise UsageError(
            f"{source.named}: no such file or folder; FROM and TO are a URL, SQL, a folder, or profile:NAME"
        )
    load(shadow, scratch, read_snapshot(path.parent, path.name, Place(source.named)), "public")
    return scratch


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
