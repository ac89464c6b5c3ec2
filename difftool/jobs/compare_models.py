"""What SQLAlchemy models say of the tables that a profile manages, beside its snapshot and a live database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack

from difftool.diff.scope import within
from difftool.errors import SnapshotError
from difftool.files.models import Declared, read_models
from difftool.jobs.current import copy_of_live
from difftool.jobs.known_target import known_target
from difftool.jobs.live import Live, open_live, refuse_gaps
from difftool.jobs.make_plan import shadow_for
from difftool.jobs.target import Target, build_target
from difftool.jobs.work import Work
from difftool.model.catalog import Catalog
from difftool.model.models import MISSING, Disagreement, ThreeWays
from difftool.model.profile import Profile, SnapshotFile
from difftool.pg.catalog.read import read_catalog
from difftool.pg.load import load
from difftool.pg.names import parts
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow, open_shadow
from difftool.report.told_tables import Path, Told, told_tables
from difftool.sql.quote import qualified

_VIEWS = frozenset({"view", "materialized view", MISSING, None})
"""what of a name that models do not have says nothing about them: they show no views"""


def compare_models(work: Work, profile: Profile, named: str) -> ThreeWays:
    """Where models, snapshot and live disagree; without live where `work` has no address. Writes nothing anywhere.

    Raises ConfigError where the models cannot be imported or do not make tables.
    """
    declared = read_models(named, profile.scope, _theirs(profile), work.timeout)
    with ExitStack() as stack:
        live = stack.enter_context(open_live(work)) if work.address else None
        opened = shadow_for(work, live, profile) if live else open_shadow(work.shadow)
        shadow = stack.enter_context(opened)
        target = _target(work, shadow, profile, live)
        built = _built(shadow, target, profile, declared, named)
        current = _live(shadow, profile, target, live) if live else None
        for catalog in filter(None, (built, target.catalog, current)):
            refuse_gaps(work, catalog)
        models, snapshot = told_tables(built, declared.computed), told_tables(target.catalog)
        there = told_tables(current) if current else None
        tables = {path for side in (models, snapshot, there or {}) for path in side if side[path] == "table"}
        return ThreeWays(
            models=named,
            profile=profile.name,
            database=live.identity.database if live else "",
            tables=len(tables),
            disagreements=tuple(_disagreements(models, snapshot, there)),
            not_managed=declared.not_managed,
        )


def _theirs(profile: Profile) -> dict[str, Mapping[str, str]]:
    tables = (external for external in profile.externals if external.kind == "table")
    return {".".join(parts(table.name)[:2]): table.columns for table in tables}


def _target(work: Work, shadow: Shadow, profile: Profile, live: Live | None) -> Target:
    if live:
        return known_target(shadow, profile, live.session, work.timeout)
    return build_target(shadow, profile, None, work.timeout)


def _built(shadow: Shadow, target: Target, profile: Profile, declared: Declared, named: str) -> Catalog:
    """In a copy of the target, whose other types and functions the models may use, in place of its tables."""
    scratch = shadow.create(template=target.scratch.name)
    with scratch.open() as session:
        _clear(session, target, declared)
    try:
        load(shadow, scratch, [SnapshotFile(f"SQL of {named}", declared.sql)], profile.search_path)
    except SnapshotError as error:
        line = int(str(error.where).rpartition(":")[2] or 1)
        error.details = (*error.details, *declared.sql.splitlines()[line - 1 : line])
        raise
    with scratch.open() as session:
        return within(read_catalog(session), profile.scope)


def _clear(session: Session, target: Target, declared: Declared) -> None:
    """CASCADE, as in no plan: all of this is thrown away."""
    for ident in target.catalog.objects:
        name = qualified(ident.schema, ident.name)
        if ident.kind in ("table", "foreign_table"):
            session.execute(f"drop {ident.kind.replace('_', ' ')} if exists {name} cascade")
        elif ident.kind in ("enum", "domain") and (ident.schema, ident.name) in declared.types:
            session.execute(f"drop {'type' if ident.kind == 'enum' else 'domain'} if exists {name} cascade")


def _live(shadow: Shadow, profile: Profile, target: Target, live: Live) -> Catalog:
    """As it was read, or as the shadow words it where versions differ."""
    if live.major == shadow.major:
        return within(read_catalog(live.session), profile.scope)
    return copy_of_live(shadow, live, profile, target).rendered


def _disagreements(*sides: Told | None) -> Iterator[Disagreement]:
    for path in sorted({path for side in sides for path in side or ()}):
        values = [_value(side, path) for side in sides]
        if values[0] == MISSING and _VIEWS.issuperset(values[1:]):
            continue
        known = {value for value in values if value is not None}
        parts_are_told = any((*path, "type") in side for side in sides if side)
        if len(known) > 1 and not (parts_are_told and MISSING not in known):
            models, snapshot, live = values
            yield Disagreement(path[0], ": ".join(path[1:]), models, snapshot, live)


def _value(side: Told | None, path: Path) -> str | None:
    """Nothing where no side is, or where already what it would be a part of is missing."""
    if side is None or (path[:-1] and path[:-1] not in side):
        return None
    return side.get(path, MISSING)
