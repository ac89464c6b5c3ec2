"""Which migrations of a folder are in effect on a database: each is replayed in the shadow and looked for on live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from difftool.diff.compare import roots
from difftool.diff.effects import changes, judge
from difftool.diff.scope import root, within
from difftool.errors import SnapshotError
from difftool.files.migrations import read_migrations
from difftool.files.patterns import ALONE, parse_pattern
from difftool.jobs.live import Live, open_live
from difftool.jobs.migrated import Ground, prepare
from difftool.jobs.work import Work
from difftool.model.catalog import Catalog, Ident
from difftool.model.migration import Migration
from difftool.model.profile import Scope
from difftool.model.reconciled import Reconciled
from difftool.pg.catalog.read import read_catalog
from difftool.pg.clone import clone
from difftool.pg.externals import build_externals
from difftool.pg.shadow import Shadow, open_shadow
from difftool.planning.neighbours import neighbours
from difftool.report.sentences import change_sentence
from difftool.sql.quote import identifier, qualified


def reconcile(work: Work, folder: str) -> tuple[Reconciled, ...]:
    """One for each migration, in their order. Raises SnapshotError with the line that does not run in the shadow."""
    migrations = read_migrations(folder).migrations
    with (
        open_live(work) as live,
        open_shadow(work.shadow, live_major=live.major, live_system=live.identity.system) as shadow,
    ):
        ground = prepare(shadow, migrations)
        for said in ground.said:
            work.say(said)
        states, downs = _replayed(work, ground, migrations)
        scope = _scope(ground, states)
        judged = judge(
            [migration.name for migration in migrations],
            [within(state, scope) for state in states],
            _as_rendered_there(shadow, live, scope),
        )
    return tuple(
        Reconciled(migration.name, judgement, down)
        for migration, judgement, down in zip(migrations, judged, downs, strict=True)
    )


def _replayed(
    work: Work, ground: Ground, migrations: Sequence[Migration]
) -> tuple[list[Catalog], list[tuple[str, ...]]]:
    """The schema before the first and after each, and what each way back leaves."""
    states, downs = [ground.read()], []
    for migration in migrations:
        work.say(f"replaying {migration.name}")
        ground.run(migration.up)
        states.append(ground.read())
        downs.append(tuple(_left_by(ground, migration, states[-2])))
    return states, downs


def _left_by(ground: Ground, migration: Migration, before: Catalog) -> Iterator[str]:
    """What the way back does not bring back, on a copy."""
    if migration.down is None:
        return
    with ground.shadow.copied(ground.scratch) as copy:
        try:
            ground.run(migration.down, copy)
        except SnapshotError as error:
            yield f"it does not run: {error}"
            return
        with copy.open() as session:
            after = read_catalog(session)
    yield from (change_sentence(change) for change in roots(changes(before, after)))


def _scope(ground: Ground, states: Sequence[Catalog]) -> Scope:
    """Everything that a migration ever made, whole."""
    made = {root(state.objects, ident) for state in states for ident in state.objects} - ground.stand_ins
    return Scope(tuple(parse_pattern(_pattern(ident)) for ident in sorted(made) if ident.schema or ident.kind in ALONE))


def _pattern(ident: Ident) -> str:
    if not ident.schema:
        return f"{ident.kind}:{identifier(ident.name)}"
    return qualified(ident.schema, ident.bare)


def _as_rendered_there(shadow: Shadow, live: Live, scope: Scope) -> Catalog:
    """Live in the words of the shadow's version: only catalogs of one version can be compared."""
    whole = read_catalog(live.session)
    mine = within(whole, scope)
    if live.major == shadow.major:
        return mine
    scratch = shadow.create()
    build_externals(shadow, scratch, neighbours(whole, mine), live.session)
    clone(live.session, live.address.dsn, mine, shadow, scratch)
    with scratch.open() as session:
        return within(read_catalog(session), scope)
