"""Whether somebody else's migrations break what a profile needs of them, or touch what is ours: without a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from difftool.diff.compare import compare, roots
from difftool.diff.comparing import comparing_for
from difftool.diff.scope import within
from difftool.errors import SnapshotError
from difftool.files.migrations import read_migrations
from difftool.files.profiles import load_profile
from difftool.jobs.migrated import Ground, prepare
from difftool.jobs.work import Work
from difftool.model.catalog import Catalog, Ident
from difftool.model.clash import Clash
from difftool.model.migration import Migration
from difftool.model.profile import Profile, SnapshotFile
from difftool.pg.catalog.read import read_catalog
from difftool.pg.externals import check_externals
from difftool.pg.load import load
from difftool.pg.shadow import Shadow, open_shadow
from difftool.report.sentences import change_sentence
from difftool.sql.split import split


@dataclass(slots=True)
class _Site:
    """A database of the shadow in which both live. Ours comes as soon as what it needs is there."""

    ground: Ground
    profile: Profile
    settled: bool = False
    missing: tuple[str, ...] = ()
    ours: Catalog = field(default_factory=lambda: Catalog(0, {}))

    def settle(self) -> None:
        """Build what is ours, if its externals are there and it is not built yet; from here on, this is the state."""
        self.missing, self.ours = self.look()
        if not self.settled and not self.missing and not self.ours.objects:
            load(self.ground.shadow, self.ground.scratch, self.profile.snapshot, self.profile.search_path)
            self.settled = True
            self.missing, self.ours = self.look()

    def run(self, file: SnapshotFile) -> list[str]:
        """What is worse than before. Raises SnapshotError for what does not run, for reasons that are not ours."""
        try:
            self.ground.run(file)
        except SnapshotError as error:
            if not self._is_about_us(str(error)):
                raise
            return [f"does not run beside what is ours: {error.message}"]
        missing, ours = self.look()
        lost = [sentence for sentence in missing if self.settled and sentence not in self.missing]
        compared = comparing_for(ours, self.profile.compare, self.profile.ignore)
        return lost + [f"touches what is ours: {change_sentence(c)}" for c in roots(compare(self.ours, ours, compared))]

    def hanging(self) -> frozenset[Ident]:
        """What others have that depends on ours."""
        return frozenset(ident for ident, found in self.ours.foreign.items() if found.parent is None)

    def look(self) -> tuple[tuple[str, ...], Catalog]:
        """What our externals lack, and what is there of ours."""
        with self.ground.scratch.open() as session:
            missing = check_externals(session, self.profile.externals, self.profile.search_path)
            question = f": is {self.ground.scratch.name} the right database?"
            missing = tuple(sentence.partition(question)[0] for sentence in missing)  # here it is no question
            return missing, within(read_catalog(session), self.profile.scope)

    def _is_about_us(self, message: str) -> bool:
        return any(ident.name in message or (ident.part and ident.part in message) for ident in self.ours.objects)


def check_against(work: Work, names: Sequence[str], folder: str) -> tuple[Clash, ...]:
    """For each profile, in the order of the migrations. Raises SnapshotError where those do not run by themselves."""
    migrations = read_migrations(folder).migrations
    profiles = [load_profile(name, work.settings) for name in names]
    with open_shadow(work.shadow) as shadow:
        return tuple(clash for profile in profiles for clash in _clashes(work, shadow, profile, migrations, folder))


def _clashes(
    work: Work, shadow: Shadow, profile: Profile, migrations: Sequence[Migration], folder: str
) -> Iterator[Clash]:
    work.say(f"running {folder} beside {profile.name}")
    site = _begun(shadow, profile, migrations)
    for place, migration in enumerate(migrations):
        known = site.hanging()
        if site.run(migration.up):
            yield from _located(shadow, profile, migrations, place)
            return
        site.settle()
        for ident in sorted(site.hanging() - known):
            yield Clash(profile.name, migration.up.name, f"{ident} depends on what is ours from here on", broken=False)
    if not site.settled:
        yield from (Clash(profile.name, folder, sentence) for sentence in site.missing)


def _begun(shadow: Shadow, profile: Profile, migrations: Sequence[Migration]) -> _Site:
    site = _Site(prepare(shadow, migrations, profile.externals), profile)
    site.settle()
    return site


def _located(shadow: Shadow, profile: Profile, migrations: Sequence[Migration], place: int) -> Iterator[Clash]:
    """The same once more, that one file statement by statement; it ends there, as what follows is built on it."""
    site = _begun(shadow, profile, migrations)
    for migration in migrations[:place]:
        site.run(migration.up)
        site.settle()
    up = migrations[place].up
    for piece in split(up.text, up.name):
        alone = SnapshotFile(up.name, "\n" * (piece.line - 1) + piece.text)
        yield from (Clash(profile.name, piece.where(), sentence) for sentence in site.run(alone))
        site.missing, site.ours = site.look()
