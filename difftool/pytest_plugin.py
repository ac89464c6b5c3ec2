"""For the tests of those who use difftool: databases at a profile, a check for drift, and tests of the profiles.

pytest loads this in every run, so nothing of difftool is imported before a fixture or a test asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from difftool.api import Project
    from difftool.pg.shadow import Scratch, Shadow, Shadows

_STACK = pytest.StashKey[ExitStack]()
_SHADOWS: pytest.StashKey[Shadows] = pytest.StashKey()


@dataclass(frozen=True, slots=True)
class Database:
    """A database at a profile, in a server of the test run's own, reached as superuser; dropped after the test."""

    url: str
    """as postgresql://role@/name?host=/folder"""
    dsn: str
    """the same for libpq"""
    profile: str


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("difftool")
    told = "Also test that each snapshot loads, and that a database can move between each two profiles."
    group.addoption("--difftool", action="store_true", help=told)


def pytest_unconfigure(config: pytest.Config) -> None:
    stack = config.stash.get(_STACK, None)
    if stack:
        stack.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Adds the tests of the profiles, behind all others, before `-k` chooses."""
    if not session.config.getoption("--difftool"):
        return
    added = list(_tests(session))
    items += added
    session.config.hook.pytest_collectreport(report=pytest.CollectReport("difftool", "passed", None, [*added]))


def _tests(session: pytest.Session) -> Iterator[pytest.Item]:
    from difftool.errors import DifftoolError
    from difftool.files.profiles import own_names

    try:
        settings = _project(session.config).settings
        names = own_names(settings)
    except DifftoolError as error:
        raise pytest.UsageError(f"--difftool: {error}") from None
    if not names:
        raise pytest.UsageError(f"--difftool: there is no profile to test in {settings.profiles}")
    for name in names:
        yield Loads.from_parent(session, name=f"difftool: {name} loads", profile=name)
    for start, end in permutations(names, 2):
        yield Moves.from_parent(session, name=f"difftool: {start} to {end}", start=start, end=end)


class _Checked(pytest.Item):
    """A test of the project. What is wrong is told in difftool's own lines, without a traceback."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: object) -> str:
        from difftool.errors import DifftoolError

        error = excinfo.value
        told = error.details if isinstance(error, DifftoolError) else ()
        return "\n".join([str(error), *told])

    def reportinfo(self) -> tuple[str, None, str]:
        return "difftool", None, self.name


class Loads(_Checked):
    """That a profile and its snapshot load."""

    def __init__(self, *, profile: str, **words: object) -> None:
        super().__init__(**words)  # type: ignore[arg-type]  # pytest's own
        self.profile = profile

    def runtest(self) -> None:
        _project(self.config).check(self.profile)


class Moves(_Checked):
    """That a database can be brought from one profile to another; skipped where they have other tables."""

    def __init__(self, *, start: str, end: str, **words: object) -> None:
        super().__init__(**words)  # type: ignore[arg-type]  # pytest's own
        self.start, self.end = start, end

    def runtest(self) -> None:
        found = [m for m in _project(self.config).matrix(self.start, self.end) if m.start == self.start]
        if not found:
            pytest.skip("they do not manage the same tables")
        if found[0].verdict == "refused":
            raise AssertionError(f"no way from {self.start} to {self.end}: {found[0].why}")


@pytest.fixture(scope="session")
def difftool_project(pytestconfig: pytest.Config) -> Project:
    """The project in pytest's root folder, as `difftool.Project`, on a server that the whole run shares."""
    return _project(pytestconfig)


@pytest.fixture(scope="session")
def _templates(
    pytestconfig: pytest.Config, difftool_project: Project
) -> Iterator[Callable[[str], tuple[Shadow, Scratch]]]:
    """By the name of a profile a database at it, built once: tests get copies."""
    from difftool.jobs.target import build_target
    from difftool.pg.shadow import open_shadow

    built: dict[str, Scratch] = {}
    with open_shadow(pytestconfig.stash[_SHADOWS]) as shadow:

        def template(name: str) -> tuple[Shadow, Scratch]:
            if name not in built:
                built[name] = build_target(shadow, difftool_project.profile(name), None).scratch
            return shadow, built[name]

        yield template


@pytest.fixture
def difftool_database(_templates: Callable[[str], tuple[Shadow, Scratch]]) -> Iterator[Callable[[str], Database]]:
    """Call it with the name of a profile for a fresh database there: `difftool_database("integrated").url`."""
    with ExitStack() as stack:

        def make(profile: str) -> Database:
            shadow, template = _templates(profile)
            scratch = stack.enter_context(shadow.copied(template))
            return Database(_url(scratch.dsn), scratch.dsn, profile)

        yield make


@pytest.fixture
def assert_no_drift(difftool_project: Project) -> Callable[..., None]:
    """Call it with a Database, or with a URL and a profile: it fails where the schema is not the profile's."""
    from dataclasses import replace

    from difftool.report.drift import drift_text

    def check(database: Database | str, profile: str = "") -> None:
        url = database if isinstance(database, str) else database.dsn
        name = profile or getattr(database, "profile", "")
        found = replace(difftool_project, db=url, environment=None).drift(name)
        if not found.clean:
            pytest.fail(drift_text(found), pytrace=False)

    return check


def _project(config: pytest.Config) -> Project:
    """One server for the run, started when it is first needed."""
    from difftool.api import Project
    from difftool.jobs.work import where_shadows_are
    from difftool.pg.shadow import Shadows

    if _SHADOWS not in config.stash:
        stack = config.stash[_STACK] = ExitStack()
        config.stash[_SHADOWS] = Shadows(where_shadows_are(None, Project(config.rootpath).settings), stack)
    return Project(config.rootpath, shadow=config.stash[_SHADOWS])


def _url(dsn: str) -> str:
    """What other drivers understand, too."""
    from psycopg2.extensions import parse_dsn

    known = {name: quote(str(value), safe="") for name, value in parse_dsn(dsn).items() if value}
    who = f"{known['user']}:{known['password']}" if "password" in known else known["user"]
    where = "&".join(f"{name}={known[name]}" for name in ("host", "port", "sslmode") if name in known)
    return f"postgresql://{who}@/{known['dbname']}?{where}"
