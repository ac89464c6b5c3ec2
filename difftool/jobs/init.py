"""A project's first profile: what a database holds, or what a folder of migrations makes, becomes the target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from difftool.diff.scope import covers, within
from difftool.errors import ConfigError
from difftool.files.migrations import read_migrations
from difftool.files.patterns import parse_pattern
from difftool.jobs.live import open_live
from difftool.jobs.migrated import prepare
from difftool.jobs.take_snapshot import refuse_unmatched, take_snapshot
from difftool.jobs.work import Work, silent
from difftool.model.address import Address
from difftool.model.catalog import Catalog, Ident
from difftool.model.profile import External, Pattern, Scope
from difftool.pg.catalog.read import read_catalog
from difftool.pg.shadow import open_shadow
from difftool.planning.neighbours import neighbours
from difftool.sql.quote import identifier, qualified

HOSTED = (
    "auth", "cron", "drizzle", "extensions", "graphql", "graphql_public", "net", "pgbouncer", "pgmq", "realtime",
    "storage", "supabase_functions", "supabase_migrations", "vault",
)  # fmt: skip
"""Schemas that a host or another tool keeps for itself"""
_EXTENSION = re.compile(r'^create extension if not exists "([^"]+)"', re.MULTILINE)
_VERSION = re.compile(r"^(create extension .*) version '[^']*'(?=;$)", re.MULTILINE)
"""servers differ in which ones they have; that one is there is what tables need"""
_NEEDS = ("select", "references")


@dataclass(frozen=True, slots=True)
class Adopted:
    """What the first profile is made of. `any_version`: plans may have to be rehearsed on another one than live's."""

    manages: tuple[str, ...]
    externals: tuple[External, ...]
    snapshot: str
    any_version: bool
    said: tuple[str, ...] = ()


def adopt_database(work: Work, manages: Sequence[str]) -> Adopted:
    """As it is live: what the patterns name, by default all outside the schemas that hosts keep for themselves."""
    with open_live(work) as live, open_shadow(work.shadow, live_major=live.major) as shadow:
        whole = read_catalog(live.session)
        wanted = Scope(tuple(map(parse_pattern, manages)))
        if manages:
            refuse_unmatched(wanted, whole)
        mine = [i for i in _whole(whole) if covers(wanted, i) and (manages or i.schema not in HOSTED)]
        work.say(f"taking {len(mine)} objects as they are")
        quiet = replace(work, shadow=shadow, say=silent)
        return _adopted(quiet, whole, mine, any_version=live.major != shadow.major)


def adopt_migrations(work: Work, folder: str) -> Adopted:
    """As the migrations leave it, replayed in the shadow. Raises SnapshotError with the line that does not run."""
    found = read_migrations(folder)
    with open_shadow(work.shadow) as shadow:
        ground = prepare(shadow, found.migrations)
        for migration in found.migrations:
            work.say(f"replaying {migration.name}")
            ground.run(migration.up)
        whole = ground.read()
        mine = [ident for ident in ground.made(whole) if ident in _whole(whole)]
        there = replace(work, address=Address(ground.scratch.dsn, folder), shadow=shadow, say=silent)
        left_out = tuple(f"left out, for it hangs on somebody else's: {ident}" for ident in ground.hung_on(whole))
        return replace(_adopted(there, whole, mine, any_version=True), said=(*ground.said, *left_out))


def _whole(catalog: Catalog) -> tuple[Ident, ...]:
    """What a pattern can name: everything that lives in a schema and belongs to nothing else."""
    return tuple(ident for ident, found in catalog.objects.items() if ident.schema and found.parent is None)


def _adopted(work: Work, whole: Catalog, mine: Iterable[Ident], *, any_version: bool) -> Adopted:
    patterns = tuple(dict.fromkeys(_pattern(ident) for ident in mine))
    if not patterns:
        raise ConfigError("there is nothing to manage: no table, view, function or type of yours")
    scope = Scope(patterns)
    outside = neighbours(whole, within(whole, scope))
    needing = tuple(replace(e, needs=_NEEDS) if e.kind == "table" else e for e in outside)
    snapshot = _VERSION.sub(r"\1", take_snapshot(work, scope))
    extensions = (f"extension:{identifier(name)}" for name in _EXTENSION.findall(snapshot))
    return Adopted((*(p.text for p in patterns), *extensions), needing, snapshot, any_version)


def _pattern(ident: Ident) -> Pattern:
    """By name, so that what others make in the same schema stays theirs; a routine with all its arguments' forms."""
    return parse_pattern(qualified(ident.schema, ident.bare))
