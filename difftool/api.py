"""difftool from Python: the commands as methods of a project, with values in place of text and exit codes."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from difftool.errors import ConfigError, NoDatabaseNamed, UsageError
from difftool.files.addresses import resolve
from difftool.files.patterns import parse_pattern
from difftool.files.plans import LARGEST, read_plan, write_plan
from difftool.files.profiles import listed_profiles, load_profile, profile_names, project_names
from difftool.files.reading import text_of
from difftool.files.results import write
from difftool.files.settings import load_settings
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.approval import signer
from difftool.jobs.canonical import canonical
from difftool.jobs.check_against import check_against
from difftool.jobs.check_drift import check_drift
from difftool.jobs.check_project import check_project
from difftool.jobs.compare_models import compare_models
from difftool.jobs.completion import completion_script
from difftool.jobs.diff_sources import diff_sources
from difftool.jobs.doctor import examine
from difftool.jobs.export import exported
from difftool.jobs.find_state import find_state
from difftool.jobs.keep import list_kept, purge, show_kept
from difftool.jobs.make_plan import make_plan
from difftool.jobs.matrix import check_moves
from difftool.jobs.pausing import set_pause
from difftool.jobs.publish import publish, tell_run
from difftool.jobs.read_history import read_history
from difftool.jobs.reconcile import reconcile
from difftool.jobs.review_proposal import review_proposal
from difftool.jobs.roll_back import roll_back
from difftool.jobs.show_object import show_object
from difftool.jobs.start_project import start_project
from difftool.jobs.take_snapshot import take_snapshot
from difftool.jobs.work import Work, silent, where_shadows_are
from difftool.model.canonical import Canonical
from difftool.model.clash import Clash
from difftool.model.described import Described
from difftool.model.drift import Difference, Drift, Status
from difftool.model.exit_codes import EXIT_CODES, ExitCode
from difftool.model.hazard import HazardKind
from difftool.model.matrix import Move
from difftool.model.models import ThreeWays
from difftool.model.plan import Phase, Plan
from difftool.model.preflight import Health
from difftool.model.profile import Listed, Profile, Scope, Settings
from difftool.model.quarantine import Kept, Purge, Shown
from difftool.model.receipt import Entry, Receipt, StepReceipt
from difftool.model.reconciled import Reconciled
from difftool.model.review import Review
from difftool.model.started import Started
from difftool.notify.actions import pull_request, workflow
from difftool.pg.shadow import Shadow, Shadows
from difftool.planning.hazards import KINDS


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with its settings and profiles, and the database that is meant; each field is an option of the commands.

    `timeout` is in seconds; `say` is called with each line that a command would write to standard error. `shadow` may
    be an open Shadow, lent to each call. The database is found as on the command line: `db`, `environment`, variables,
    the env file; what `db` holds is never shown. Every method raises the classes of difftool.errors.
    """

    folder: str | Path = "."
    db: str | None = field(default=None, repr=False)
    environment: str | None = None
    shadow: str | Shadow | Shadows | None = None
    config: str | Path | None = None
    timeout: float = 60.0
    strict: bool = False
    say: Callable[[str], None] = silent

    # the project

    def init(self, profile: str, *, from_migrations: str = "", manages: Collection[str] = ()) -> Started:
        """Begin a project in the folder: settings, a profile, its snapshot, workflows. Overwrites nothing.

        The target is what a folder of migrations makes, or what the patterns name in the database, by default all.
        """
        work, root = self._files() if from_migrations else self._database(), Path(self.folder)
        started = start_project(work, root, profile, from_migrations, tuple(manages))
        for path, text in started.new.items():
            write(root / path, text)
        return started

    @property
    def settings(self) -> Settings:
        """The settings, read anew each time."""
        if not Path(self.folder).is_dir():
            raise ConfigError("there is no such folder", where=str(self.folder))
        return self._settings()

    def profiles(self) -> tuple[Listed, ...]:
        """The targets that the project knows, those that come with difftool too."""
        return listed_profiles(self.settings)

    def profile(self, name: str) -> Profile:
        """One target, by its name or file."""
        return load_profile(name, self.settings)

    def check(self, *profiles: str) -> tuple[str, ...]:
        """Load settings, profiles and snapshots, all profiles where none is named; a sentence for each, or an error."""
        return check_project(self._files(), profiles or profile_names(self.settings))

    def check_against(self, migrations: str, *profiles: str) -> tuple[Clash, ...]:
        """What the migrations of somebody else, a folder, would break of the profiles."""
        return check_against(self._files(), profiles or profile_names(self.settings), migrations)

    def canonical(self, *profiles: str) -> tuple[Canonical, ...]:
        """The snapshots that difftool may write, as they are and in canonical order; none is written."""
        return canonical(self._files(), profiles or project_names(self.settings))

    def matrix(self, *profiles: str) -> tuple[Move, ...]:
        """Between which profiles a database can move."""
        names = profiles or profile_names(self.settings)
        return check_moves(self._files(), tuple(map(self.profile, names)))

    def diff(self, source: str, target: str, manages: Collection[str] = ()) -> Difference:
        """What leads from one schema to another: a URL, SQL file, folder, or `profile:NAME` each."""
        return diff_sources(self._files(), source, target, tuple(manages))

    def models(self, models: str, profile: str) -> ThreeWays:
        """SQLAlchemy models, as `app.db.models:Base`, beside the snapshot, and the database where one is named."""
        try:
            work = self._database()
        except NoDatabaseNamed:
            work = self._files()
        return compare_models(work, self.profile(profile), models)

    def comment(
        self, base: str = "", *, profile: str = "", number: int | None = None, dry_run: bool = False
    ) -> tuple[Review, ...]:
        """What is checked out does this to each target of `base`, a commit; said in comments on pull request `number`.

        What the arguments leave open is the workflow's, as are token and repository (`GITHUB_...`). Where the project
        names a database, the plan for it is part of it. A target that is refused is no exception: its review says so.
        """
        run = workflow(os.environ)
        pull = None if dry_run else pull_request(run, number)
        live = (self._database(),) if self.db or self.environment else ()
        names = (profile,) if profile else ()
        config = str(self.config or "")
        occasion, reviews = review_proposal(self._files(), base, run, config=config, names=names, live=live)
        tell_run(run, reviews, occasion, "")
        if pull:
            publish(pull, reviews, occasion, run, self.say)
        return reviews

    # the database, read

    def status(self, *profiles: str) -> Status:
        """Which profile the database equals, or comes nearest to."""
        names = profiles or project_names(self.settings)
        return find_state(self._database(), map(self.profile, names))

    def drift(self, profile: str) -> Drift:
        """Whether the database has left the profile, and what would bring it back."""
        return check_drift(self._database(), self.profile(profile))

    def show(self, name: str, profile: str = "") -> Described:
        """An object of the database, as it is and as the profile wants it."""
        return show_object(self._database(), name, self.profile(profile) if profile else None)

    def snapshot(self, profile: str = "", manages: Collection[str] = ()) -> str:
        """Canonical SQL of what the profile, or the patterns, name in the database; one of the two must be given."""
        if bool(profile) == bool(manages):
            raise UsageError("say what to write: a profile, or patterns")
        scope = self.profile(profile).scope if profile else Scope(tuple(map(parse_pattern, manages)))
        return take_snapshot(self._database(), scope, all_found=bool(manages))

    def doctor(self, profile: str = "") -> Health:
        """What stands in the way of changing the database."""
        return examine(self._database(), self.profile(profile) if profile else None)

    def history(self) -> tuple[Entry, ...]:
        """The plans that difftool has applied to the database, oldest first."""
        return read_history(self._database())

    def reconcile(self, migrations: str) -> tuple[Reconciled, ...]:
        """Which migrations of a folder are in effect on the database."""
        return reconcile(self._database(), migrations)

    # the database, changed

    def plan(self, profile: str) -> Plan:
        """Prove the way from the database to the profile. Nothing is changed; `plan.empty` where nothing is to do."""
        return make_plan(self._database(), self.profile(profile))

    def apply(
        self,
        plan: Plan,
        *,
        approve: str,
        allow: Collection[str] = (),
        resume: bool = False,
        dry_run: bool = False,
        until: Phase | None = None,
        backup: str = "",
        file: str = "",
        progress: Callable[[StepReceipt], None] = lambda _: None,
    ) -> Receipt:
        """Carry out a plan whose digest, `approve`, somebody has reviewed; `allow` are hazards that were agreed to.

        `progress` is called with each step when it is committed. Where the settings name approvers, `file` is where the
        plan was read from: the signature of one of them is looked for beside it.
        """
        return apply_plan(
            self._database(plan.target.environment),
            plan,
            approve=approve,
            ask=None,
            allow=allow,
            resume=resume,
            dry_run=dry_run,
            until=until,
            backup=backup,
            signer="" if dry_run else signer(self.settings, plan, file),
            progress=progress,
        )

    def rollback(self, plan: Plan | str = "", *, conflicts: str = "refuse") -> Plan:
        """The way back of a plan that was applied, or of the last one, as a plan for `apply`; nothing is changed.

        `plan` may be 8 or more characters of its digest; `conflicts` is `refuse` or `keep-current`.
        """
        return roll_back(self._database(), plan.digest if isinstance(plan, Plan) else plan, conflicts)

    def pause(self, *, off: bool = False) -> str:
        """Make every apply on the database wait, or go on; who has paused it, empty where nobody has."""
        return set_pause(self._database(), off=off)

    def quarantine(self) -> tuple[Kept, ...]:
        """What plans have kept aside in the database."""
        return list_kept(self._database())

    def quarantine_show(self, name: str, limit: int = 20) -> Shown:
        """Rows of one quarantine table."""
        return show_kept(self._database(), name, limit)

    def quarantine_purge(self, before: str, *, yes: bool) -> Purge:
        """Drop what was kept before a day, as 2026-01-31 in UTC, for ever."""
        return purge(self._database(), before, yes=yes)

    # plans as files

    def read_plan(self, file: str | Path) -> Plan:
        """A plan file. It may have been edited: `apply` refuses it then."""
        return read_plan(text_of(Path(self.folder, file), str(file), LARGEST), str(file))

    def write_plan(self, plan: Plan, file: str | Path) -> None:
        """The plan as a file for review, and for `difftool apply`."""
        write(Path(self.folder, file), write_plan(plan))

    def export(self, plan: Plan, to: str, folder: str | Path) -> Mapping[str, str]:
        """The plan as files of another tool, name to text, that go on with the folder's numbers; none is written.

        `to` is `pair`, `psql`, `supabase` or `drizzle`.
        """
        return exported(plan, to, str(Path(self.folder, folder)))

    @staticmethod
    def completion(shell: str) -> str:
        """The script by which bash, zsh or fish completes the commands."""
        return completion_script(shell)

    @staticmethod
    def explain(code: str | int) -> HazardKind | ExitCode:
        """What a hazard or an exit code means."""
        known: dict[str, HazardKind | ExitCode] = {**KINDS, **{str(each.code): each for each in EXIT_CODES}}
        try:
            return known[str(code).upper()]
        except KeyError:
            raise UsageError(f'no hazard or exit code "{code}"') from None

    def _settings(self) -> Settings:
        """Of a project that may be about to begin, in a folder that is not there yet."""
        return load_settings(Path(self.folder), Path(self.config) if self.config else None)

    def _files(self) -> Work:
        """What jobs take that meet no database."""
        settings = self._settings()
        shadow = self.shadow if isinstance(self.shadow, Shadow | Shadows) else where_shadows_are(self.shadow, settings)
        return Work(settings, None, shadow, self.timeout, self.strict, self.say)

    def _database(self, environment: str = "") -> Work:
        """`environment` is what to take where the project names neither that nor a URL."""
        work = self._files()
        named = self.environment or (None if self.db else environment or None)
        address = resolve(self.db, named, work.settings, os.environ)
        return Work(work.settings, address, work.shadow, work.timeout, work.strict, work.say)
